"""Answer questions about articles and feeds: what is wrong, why, and what there is."""
