"""Serves the output on this machine, for a look at it, and builds anew when an article changes."""
