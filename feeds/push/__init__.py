"""Tell hubs which documents have changed, so that readers need not ask (WebSub)."""
