"""The rules of the formats, one or two modules for each."""
