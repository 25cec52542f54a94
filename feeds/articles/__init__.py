"""From the bytes of a file to an Article, or to the problems that keep it from being one."""

from feeds.articles.files import find
from feeds.articles.parse import DRAFT, Context, Outcome
from feeds.articles.read import read

__all__ = ["DRAFT", "Context", "Outcome", "find", "read"]
