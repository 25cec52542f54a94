"""XML documents: parsed with lines, and checked against tables of elements."""
