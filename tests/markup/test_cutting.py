"""Texts are cut at the end of a word in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.markup.cutting import cut


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Owls return to the barn.", "Owls return to the…"),
        ("今日は晴れです。明日は雨でしょう、多分。そして", "今日は晴れです。明日は雨でしょう…"),
        ("今天天气很好，我们去公园散步吧，明天见，再见了朋友", "今天天气很好，我们去公园散步吧…"),
        ("วันนี้อากาศดี เราไปเดินเล่นกันที่สวน", "วันนี้อากาศดี…"),
        ("นกฮูกกลับมาที่ยุ้งข้าวแล้วในคืนนี้", "นกฮูกกลับมาที่ยุ้ง…"),
        ("ชาวนาดีใจมากที่ได้เห็นนกฮูกกลับมา", "ชาวนาดีใจมากที่ได้…"),
        ("フクロウが納屋に戻ってきたことを農家の人たちは喜ぶ", "フクロウが納屋に戻ってきたことを農家の…"),
        ("猫头鹰回到谷仓里农民们非常高兴地看着它们飞来飞去", "猫头鹰回到谷仓里农民们非常高兴地看着…"),
        ("ថ្ងៃនេះអាកាសធាតុល្អ។ យើងទៅដើរលេង", "ថ្ងៃនេះអាកាសធាតុល្អ…"),
        ("x" * 18 + "e\u0301" * 9, "x" * 18 + "…"),
        ("家" * 16 + "👩\u200d👩\u200d👧", "家" * 16 + "…"),
        ("x" * 40, "x" * 19 + "…"),
        ("short", "short"),
    ],
)
def test_what_a_text_is_cut_to(text: str, expected: str) -> None:
    """A cut text ends with a word or a clause; no character loses its marks, and no emoji is taken apart."""
    assert cut(text, 20) == expected


@given(st.text(), st.integers(2, 30))
def test_a_cut_text_is_a_beginning_that_fits(text: str, longest: int) -> None:
    """Whatever the text is, the result is no longer than allowed, and the beginning of it."""
    found = cut(text, longest)
    assert len(found) <= longest
    assert found == text or text.startswith(found.removesuffix("…"))
