"""Takes a file apart into its front matter and its body."""
