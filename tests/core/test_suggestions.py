"""What is suggested for a mistyped name."""

from feeds.core.suggestions import Suggestions, did_you_mean, nearest


def test_nearest() -> None:
    """A mistyped name is answered with the nearest ones in their own spelling, and nonsense with none."""
    known = ["Robotics", "Climate", "Chemistry"]
    assert nearest("ROBOTIC", known) == ["Robotics"]
    assert nearest("qqqq", known) == []
    assert len(nearest("c", ["ca", "cb", "cc", "cd"], 2)) == 2


def test_suggestions_come_to_an_end() -> None:
    """Each suggestion costs a look at all names; of thousands of mistyped ones only the first are looked up."""
    known = ["Robotics", "Climate", "Chemistry"]
    suggestions = Suggestions(most_looks=7)
    found = [suggestions.hint(wanted, known) for wanted in ("robotic", "qqqq", "climat", "chemistri")]
    assert found == ["; did you mean Robotics?", "", "; did you mean Climate?", ""]
    assert Suggestions().hint("climat", known) == "; did you mean Climate?"


def test_what_a_message_says() -> None:
    """A message names what may be meant, and does not end in an empty question."""
    assert did_you_mean("topics/ai", "topics/art") == "; did you mean topics/ai or topics/art?"
    assert did_you_mean() == ""
