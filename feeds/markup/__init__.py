"""The text of an article: from Markdown or HTML to HTML that is safe to show, with a limit on what it grows to."""
