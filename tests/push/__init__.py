"""Tests of `feeds.push`."""
