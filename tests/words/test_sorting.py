"""Names are sorted as their language sorts them, on every machine alike."""

import pytest

from feeds.words.sorting import sort_key


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (None, "Äpfel apple Zebra 新闻"),
        ("de", "Apfel Äpfel Ökonom Zebra"),
        ("sv", "Apa Zebra Åre Älg Öl"),
        ("da-DK", "Abe Zebra Æble Ø Å"),
        ("es", "nube ñandú oso"),
        ("pl", "Adam Ągata Bór cena ćma Łódź mama"),
        ("tr", "Cam Çam Hız Irmak İzmir Jale"),
        ("ru", "Иван Йод Киев"),
        ("uk", "Гора Ґанок Дим Их Іва Їжак Йод"),
    ],
)
def test_names_are_in_the_order_of_the_alphabet(language: str | None, expected: str) -> None:
    """Letters of an alphabet's own have their place in it; accents and case make no difference elsewhere."""
    names = expected.split()
    assert sorted(sorted(names), key=lambda name: sort_key(name, language)) == names
