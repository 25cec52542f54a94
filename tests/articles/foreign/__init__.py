"""Tests of reading articles in the words of others."""
