"""Tests of what is asked of the network. The only network is this machine's loopback, whose servers misbehave."""
