"""What stands before a mark, when several senders hand it on at their own pace?"""

from streams.kernel.backlog import Backlog, Reached
from streams.kernel.table import StoredTable, Table

SENDERS = ("a", "b")


class Senders:
    """A backlog whose rows outlive it."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, bytes]] = {"items": {}, "reached": {}}
        self.open()

    def open(self) -> None:
        """Open a backlog with nothing but the rows that were committed."""
        items: Table[str] = Table("items", str)
        reached: Table[Reached] = Table("reached", Reached, resident=True)
        self._tables: dict[str, StoredTable] = {"items": items, "reached": reached}
        for name, table in self._tables.items():
            for key, value in self.rows[name].items():
                table.load(key, value)
        self.backlog = Backlog(items, reached, len(SENDERS))
        self.backlog.resume()

    def hand_on(self, sender: str, *items: str) -> list[list[str]]:
        """Hand items on, those in capitals as marks, and commit; what is complete after it."""
        complete = []
        for item in items:
            self.backlog.arrive(sender, item, is_mark=item.isupper())
            complete += list(self.backlog.complete())
        for table in self._tables.values():
            for key, value in table.changes():
                name, _, row = key.decode().partition("/")
                if value is None:
                    self.rows[name].pop(row, None)
                else:
                    self.rows[name][row] = value
        return complete


def test_nothing_is_complete_until_every_sender_has_passed_the_mark() -> None:
    senders = Senders()
    assert senders.hand_on("a", "a1", "a2", "M") == []
    assert senders.hand_on("b", "b1") == []
    assert senders.hand_on("b", "M") == [["a1", "a2", "M", "b1", "M"]]


def test_what_a_fast_sender_hands_on_behind_a_mark_waits_for_the_next() -> None:
    senders = Senders()
    assert senders.hand_on("a", "M", "a2", "N", "a3") == []
    assert senders.hand_on("b", "M") == [["M", "M"]]
    assert senders.hand_on("b", "b2", "N") == [["a2", "N", "b2", "N"]]


def test_several_marks_can_become_complete_at_once_and_in_their_order() -> None:
    senders = Senders()
    senders.hand_on("b", "M", "N")
    assert senders.hand_on("a", "M") == [["M", "M"]]
    assert senders.hand_on("a", "N") == [["N", "N"]]


def test_how_many_senders_are_missing_is_told_of_the_next_mark() -> None:
    senders = Senders()
    assert senders.backlog.missing_count == 2
    senders.hand_on("a", "M")
    assert senders.backlog.missing_count == 1
    senders.hand_on("b", "M")
    assert senders.backlog.missing_count == 2


def test_a_restart_at_any_place_changes_nothing() -> None:
    told = [("a", "a1"), ("b", "M"), ("a", "M"), ("b", "b2"), ("a", "N"), ("b", "N"), ("a", "a3")]
    steady, restarted = Senders(), Senders()
    for sender, item in told:
        expected = steady.hand_on(sender, item)
        restarted.open()
        assert restarted.hand_on(sender, item) == expected
    assert restarted.rows == steady.rows
    assert list(steady.rows["items"].values()) == [b'"a3"']
