"""Do running figures get to one sum, whatever is repeated, late or killed on the way?"""

from streams.kernel.cells import CellRow, ReceivedCells, SentCells
from streams.kernel.table import Table


def rows() -> Table[CellRow]:
    return Table("cells", CellRow, resident=True)


def resumed(table: Table[CellRow], mark: int) -> SentCells:
    """The cells after a restart from what was committed."""
    again = rows()
    for key, value in table.changes():
        assert value is not None
        again.load(key.decode().partition("/")[2], value)
    cells = SentCells(again, 2)
    cells.resume(mark)
    return cells


# ---- sent ----


def test_figures_are_cumulative() -> None:
    cells = SentCells(rows(), 2)
    cells.add("c/a", 5, 1)
    cells.add("c/a", 2, 1)
    assert cells.hand_on() == {"c/a": [7, 2]}


def test_figures_left_out_stay_as_they_are() -> None:
    cells = SentCells(rows(), 3)
    cells.add("c/a", 5)
    cells.add("c/a", 0, 4)
    assert cells.hand_on() == {"c/a": [5, 4, 0]}


def test_only_what_changed_since_the_mark_before_is_handed_on() -> None:
    cells = SentCells(rows(), 1)
    cells.add("c/a", 1)
    cells.add("c/b", 1)
    cells.hand_on()
    cells.add("c/b", 1)
    assert cells.hand_on() == {"c/b": [2]}
    assert cells.hand_on() == {}


def test_cells_are_handed_on_in_order_of_their_keys() -> None:
    cells = SentCells(rows(), 1)
    for key in ("c/b", "c/a", "b/c"):
        cells.add(key, 1)
    assert list(cells.hand_on()) == ["b/c", "c/a", "c/b"]


def test_a_restart_before_a_mark_hands_on_the_same() -> None:
    table = rows()
    cells = SentCells(table, 2)
    cells.add("c/a", 5, 1)
    cells.hand_on()
    cells.add("c/b", 3, 1)
    cells.add("c/a", 1, 1)
    again = resumed(table, mark=1)
    assert again.hand_on() == cells.hand_on() == {"c/a": [6, 2], "c/b": [3, 1]}


def test_a_restart_after_a_mark_hands_nothing_on_twice() -> None:
    table = rows()
    cells = SentCells(table, 2)
    cells.add("c/a", 5, 1)
    cells.hand_on()
    again = resumed(table, mark=1)
    assert again.hand_on() == {}
    again.add("c/a", 1)
    assert again.hand_on() == {"c/a": [6, 1]}


def test_cells_are_found_by_the_beginning_of_their_keys() -> None:
    cells = SentCells(rows(), 1)
    for key in ("c/ab", "c/aa", "c/b", "d/a"):
        cells.add(key, 1)
    assert list(cells.under("c/a")) == [("a", [1]), ("b", [1])]


# ---- received ----


def received() -> ReceivedCells:
    return ReceivedCells(Table("received", list[int], resident=True))


def test_the_newest_cells_of_all_senders_are_added_up() -> None:
    cells = received()
    cells.receive("0", {"c/x/a": [5, 1]})
    cells.receive("1", {"c/x/a": [2, 1], "c/x/b": [9, 9]})
    assert cells.get("c/x/a") == [7, 2]
    assert cells.get("c/x/b") == [9, 9]
    assert cells.get("c/x/z") is None
    assert cells.get("z/x/a") is None


def test_a_newer_cell_takes_the_place_of_the_former_one() -> None:
    cells = received()
    cells.receive("0", {"c/x/a": [5, 1]})
    cells.receive("0", {"c/x/a": [7, 2]})
    assert cells.get("c/x/a") == [7, 2]


def test_receiving_twice_changes_nothing() -> None:
    cells = received()
    for _ in range(2):
        cells.receive("0", {"c/x/a": [5, 1]})
        cells.receive("1", {"c/x/a": [2, 1]})
    assert cells.get("c/x/a") == [7, 2]


def test_a_lost_handover_between_two_does_no_harm() -> None:
    whole, with_gap = received(), received()
    for figures in ([1], [5], [12]):
        whole.receive("0", {"c/x/a": figures})
    with_gap.receive("0", {"c/x/a": [12]})
    assert whole.get("c/x/a") == with_gap.get("c/x/a")


def test_sums_are_found_by_the_first_two_parts_of_their_keys() -> None:
    cells = received()
    cells.receive("0", {"c/x/a/b": [1], "c/x/c": [2], "c/y/a": [3], "c/z": [4]})
    assert cells.group("c/x") == {"a/b": [1], "c": [2]}
    assert cells.group("c/z") == {"": [4]}
    assert cells.group("c/q") == {}


def test_the_first_two_parts_of_all_keys_are_known_in_order() -> None:
    cells = ReceivedCells(Table("cells", list[int]))
    cells.receive("1", {"b/x/1": [1], "a/y": [2], "b/x/2": [3]})
    assert cells.groups() == ["a/y", "b/x"]


def test_the_sums_are_the_same_after_a_restart() -> None:
    table: Table[list[int]] = Table("received", list[int], resident=True)
    before = ReceivedCells(table)
    before.receive("0", {"c/x/a": [5, 1]})
    before.receive("1", {"c/x/a": [2, 1]})
    again: Table[list[int]] = Table("received", list[int], resident=True)
    for key, value in table.changes():
        assert value is not None
        again.load(key.decode().partition("/")[2], value)
    after = ReceivedCells(again)
    after.resume()
    assert after.get("c/x/a") == [7, 2]
    after.receive("0", {"c/x/a": [6, 2]})
    assert after.get("c/x/a") == [8, 3]


def test_a_sum_does_not_alter_what_a_sender_handed_on() -> None:
    cells = received()
    handed_on = {"c/x/a": [5]}
    cells.receive("0", handed_on)
    cells.receive("1", {"c/x/a": [2]})
    assert handed_on == {"c/x/a": [5]}
