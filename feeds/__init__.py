"""feeds: RSS, Atom and JSON Feed documents from a folder of news articles."""

__version__ = "0.1.0"
