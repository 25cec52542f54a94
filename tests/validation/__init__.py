"""Tests of feeds.validation."""
