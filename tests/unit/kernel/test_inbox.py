"""Is what belongs to a mark handed over whole, and nothing that comes after it?"""

import pytest

from streams.kernel.inbox import Inbox, InboxRow
from streams.kernel.table import Table

SENDERS = ("a", "b")


def inbox(rows: Table[InboxRow[str]] | None = None) -> Inbox[str]:
    return Inbox(Table("inbox", InboxRow[str]) if rows is None else rows, SENDERS)


def test_nothing_is_complete_before_the_mark_came_from_every_sender() -> None:
    waiting = inbox()
    waiting.arrive("a", "1")
    waiting.arrive("a", "mark", is_mark=True)
    assert waiting.missing_count == 1
    waiting.arrive("b", "mark", is_mark=True)
    assert waiting.missing_count == 0


def test_items_are_handed_over_in_order_of_senders_with_the_marks_last() -> None:
    waiting = inbox()
    for sender, item in (("b", "b1"), ("a", "a1"), ("b", "b2")):
        waiting.arrive(sender, item)
    waiting.arrive("b", "mark b", is_mark=True)
    waiting.arrive("a", "mark a", is_mark=True)
    assert waiting.take() == ["a1", "b1", "b2", "mark a", "mark b"]


def test_what_a_fast_sender_hands_on_after_its_mark_waits() -> None:
    waiting = inbox()
    waiting.arrive("a", "m1", is_mark=True)
    waiting.arrive("a", "later")
    waiting.arrive("a", "m2", is_mark=True)
    waiting.arrive("b", "m1", is_mark=True)
    assert waiting.take() == ["m1", "m1"]
    assert waiting.missing_count == 1
    waiting.arrive("b", "m2", is_mark=True)
    assert waiting.take() == ["later", "m2", "m2"]


def test_a_restart_finds_what_waits() -> None:
    rows: Table[InboxRow[str]] = Table("inbox", InboxRow[str])
    before = inbox(rows)
    before.arrive("a", "taken")
    before.arrive("a", "m1", is_mark=True)
    before.arrive("b", "m1", is_mark=True)
    stored = dict(rows.changes())
    before.take()
    before.arrive("a", "waits")
    before.arrive("a", "m2", is_mark=True)
    stored |= dict(rows.changes())
    again: Table[InboxRow[str]] = Table("inbox", InboxRow[str])
    for key, value in stored.items():
        if value is not None:
            again.load(key.decode().partition("/")[2], value)
    after = inbox(again)
    after.resume()
    after.arrive("b", "m2", is_mark=True)
    assert after.take() == ["waits", "m2", "m2"]


def test_what_comes_and_goes_within_one_commit_is_never_written() -> None:
    rows: Table[InboxRow[str]] = Table("inbox", InboxRow[str])
    waiting = inbox(rows)
    waiting.arrive("a", "m1", is_mark=True)
    waiting.arrive("b", "m1", is_mark=True)
    waiting.take()
    assert rows.changes() == []


def test_a_stranger_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        inbox().arrive("c", "1")
