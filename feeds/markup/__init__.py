"""Turn the body of an article into HTML that is safe to show, with a limit on what it grows to."""
