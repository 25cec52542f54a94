"""Bytes that look like articles, and are not quite."""

from hypothesis import strategies as st

_NAMES = "title¦webUrl¦images¦topics¦provider¦related¦url¦enclosure¦excerpt¦quality"
_SIGNS = (
    ": ¦:¦\n¦\n  - ¦\n  ¦[¦]¦{¦}¦, ¦'¦\"¦\t¦\r¦#¦---¦...¦|\n¦>-\n¦&a ¦*a¦<<: *a¦!!python/none ¦\\u0000¦\\ud800¦=¦+++"
)
_VALUES = "https://a.example/¦javascript:¦//[¦@¦2026-01-02¦12:30¦999999999999999999999¦.nan¦null¦true¦é¦\u2028¦\x85¦\0"
_MARKUP = "\ufeff¦<script>¦]]>¦&amp;¦&#0;¦&nbs¦<b onclick=x>¦![a](b)¦<a href=¦mailto:¦<iframe src=¦\n\n"
_PIECES = st.sampled_from([piece.encode() for piece in f"{_NAMES}¦{_SIGNS}¦{_VALUES}¦{_MARKUP}".split("¦")])
_BEGINNINGS = st.sampled_from([b"F", b"J", b"B", b"", b"---\n", b"+++\n", b"{"])

DATA = st.builds(
    lambda beginning, rest: beginning + b"".join(rest),
    _BEGINNINGS,
    st.lists(_PIECES | st.binary(max_size=3), max_size=25),
)
"""Inputs of `target.one_input`."""
