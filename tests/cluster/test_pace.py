"""How much is sent at once, and when results are compressed."""

from feeds.cluster.pace import MOST_PIECES, Pace, pays_compressing


def test_pieces_grow_where_the_way_is_long() -> None:
    """On a fast network one piece goes at a time; on a slow one as many as make waiting small beside the work."""
    near, far = Pace(0.0005), Pace(0.02)
    for _ in range(10):
        near.note(near.pieces, 0.02 * near.pieces)
        far.note(far.pieces, 0.02 * far.pieces)
    assert (near.pieces, far.pieces) == (1, 20)


def test_pieces_grow_no_further_than_a_second_of_work() -> None:
    """What a dying worker loses stays small, however far away it is; and a first measurement is not trusted alone."""
    pace = Pace(10.0)
    sizes = []
    for _ in range(10):
        pace.note(pace.pieces, 0.1 * pace.pieces)
        sizes.append(pace.pieces)
    assert sizes == [2, 4, 8, 10, 10, 10, 10, 10, 10, 10]
    pace.note(10, 0.0)
    for _ in range(10):
        pace.note(pace.pieces, 0.0)
    assert pace.pieces == MOST_PIECES


def test_pieces_become_fewer_again() -> None:
    """Where the articles become longer, the pieces that are sent at once do not."""
    pace = Pace(0.02)
    for _ in range(10):
        pace.note(pace.pieces, 0.02 * pace.pieces)
    pace.note(pace.pieces, 0.4 * pace.pieces)
    assert pace.pieces == 1


def test_results_are_compressed_where_the_connection_is_slow() -> None:
    """A gigabit and more is faster than the compression; a line of 100 Mbit/s is not."""
    assert pays_compressing(100e6 / 8)
    assert not pays_compressing(1e9 / 8)
