"""The rules of the formats of feeds."""
