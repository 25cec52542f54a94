"""Split a file into its front matter and its body."""
