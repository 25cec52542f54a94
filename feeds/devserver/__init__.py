"""Serve the output on this machine, and build again when an article changes."""
