"""Builds feeds: plans, renders, writes, and remembers."""
