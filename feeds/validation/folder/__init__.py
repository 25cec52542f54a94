"""The rules for a folder of documents: what is there, and whether it agrees."""
