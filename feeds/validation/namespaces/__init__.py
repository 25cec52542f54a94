"""The rules of the vocabularies that extend feeds."""
