"""Serves the output on this machine, and builds again when an article changes."""
