"""What a client gets from the servers that docs/serving.md sets up, and how docs/running.md has builds run."""
