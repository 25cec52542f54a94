"""Build feeds: plan, render, write, and remember."""
