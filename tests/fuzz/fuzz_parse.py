"""Fuzzes the parser of articles, guided by what it covers; see README.md beside this."""

import sys

import atheris

with atheris.instrument_imports(include=["feeds"]):
    from tests.fuzz.target import one_input

if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
