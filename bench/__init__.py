"""The benchmark: articles of any number, and a race between `feeds` and Hugo. No part of the package."""
