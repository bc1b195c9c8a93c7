"""When has everything arrived that stands before a mark?"""

from streams.kernel.mark import MarkGate
from streams.kernel.table import Table


def waiting() -> Table[str]:
    return Table("waiting", str)


def test_a_mark_is_complete_when_it_has_come_from_every_sender() -> None:
    gate = MarkGate(waiting(), 2)
    assert gate.missing_count("m") == 2
    gate.arrive("m", "0", "zero")
    assert (gate.is_complete("m"), gate.missing_count("m")) == (False, 1)
    gate.arrive("m", "1", "one")
    assert (gate.is_complete("m"), gate.missing_count("m")) == (True, 0)


def test_a_sender_that_comes_twice_counts_once_and_its_newest_counts() -> None:
    gate = MarkGate(waiting(), 2)
    gate.arrive("m", "0", "old")
    gate.arrive("m", "0", "new")
    assert gate.missing_count("m") == 1
    assert gate.take("m") == [("0", "new")]


def test_marks_are_told_apart() -> None:
    gate = MarkGate(waiting(), 1)
    gate.arrive("m/1", "0", "x")
    assert gate.is_complete("m/1")
    assert not gate.is_complete("m")


def test_what_is_taken_comes_in_order_of_the_senders_and_is_forgotten() -> None:
    rows = waiting()
    gate = MarkGate(rows, 3)
    for sender in ("2", "0", "1"):
        gate.arrive("m", sender, f"of {sender}")
    assert gate.take("m") == [("0", "of 0"), ("1", "of 1"), ("2", "of 2")]
    assert gate.take("m") == []
    assert gate.missing_count("m") == 3
    assert len(rows) == 0


def test_who_has_sent_what_is_known_after_a_restart() -> None:
    rows = waiting()
    before = MarkGate(rows, 2)
    before.arrive("a/b", "0", "x")
    before.arrive("c", "0", "y")
    before.arrive("c", "1", "z")
    after = MarkGate(rows, 2)
    after.resume()
    assert after.missing_count("a/b") == 1
    assert after.take("c") == [("0", "y"), ("1", "z")]
