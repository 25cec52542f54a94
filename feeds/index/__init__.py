"""The index of the articles: what changed, which groups that touches, and the newest articles of a group."""
