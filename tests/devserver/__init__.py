"""The output served on this machine, and built after every change."""
