"""Check a folder of documents: what exists in it, and whether the documents agree."""
