"""The rules of the vocabularies that feeds borrow."""
