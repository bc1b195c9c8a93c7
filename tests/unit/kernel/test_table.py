"""Does a table hand over what changed and nothing else, and read again what it was given?"""

from typing import Any

import msgspec
import pytest

from streams.kernel.table import Table, Tables


class Row(msgspec.Struct, array_like=True):
    count: int
    names: list[str] = []


BOTH = pytest.mark.parametrize("resident", [True, False], ids=["resident", "not resident"])


def table(*, resident: bool = False, name: str = "rows", **rows: Row) -> Table[Row]:
    made = Table(name, Row, resident=resident)
    for key, row in rows.items():
        made.put(key, row)
    return made


def committed(*, resident: bool, **rows: Row) -> Table[Row]:
    """A table whose rows were handed over already."""
    made = table(resident=resident)
    for key, row in rows.items():
        made.put(key, row)
    made.changes()
    return made


@BOTH
def test_a_row_that_was_put_is_there(resident: bool) -> None:
    rows = table(resident=resident, a=Row(1))
    assert rows.get("a") == Row(1)
    assert "a" in rows
    assert rows.get("b") is None
    assert "b" not in rows


@BOTH
def test_only_changed_rows_are_handed_over_and_only_once(resident: bool) -> None:
    rows = committed(resident=resident, a=Row(1), b=Row(2))
    assert rows.changes() == []
    rows.put("b", Row(3))
    assert rows.changes() == [(b"rows/b", b"[3,[]]")]


@BOTH
def test_a_row_is_there_after_it_was_handed_over(resident: bool) -> None:
    rows = committed(resident=resident, a=Row(1, ["x"]))
    assert rows.get("a") == Row(1, ["x"])
    assert "a" in rows
    assert len(rows) == 1


@BOTH
def test_a_row_that_was_looked_at_did_not_change(resident: bool) -> None:
    rows = committed(resident=resident, a=Row(1))
    rows.get("a")
    assert rows.changes() == []


@BOTH
def test_of_several_changes_the_last_is_handed_over(resident: bool) -> None:
    rows = table(resident=resident, a=Row(1))
    rows.put("a", Row(2))
    assert rows.changes() == [(b"rows/a", b"[2,[]]")]


@BOTH
def test_an_altered_row_is_handed_over_once_it_is_put(resident: bool) -> None:
    rows = committed(resident=resident, a=Row(1))
    row = rows.get("a")
    assert row is not None
    row.names.append("x")
    rows.put("a", row)
    assert rows.changes() == [(b"rows/a", b'[1,["x"]]')]
    assert rows.get("a") == Row(1, ["x"])


@BOTH
def test_a_deleted_row_is_handed_over_as_nothing_and_is_gone(resident: bool) -> None:
    rows = committed(resident=resident, a=Row(1), b=Row(2))
    rows.delete("a")
    assert "a" not in rows
    assert rows.get("a") is None
    assert rows.changes() == [(b"rows/a", None)]
    assert "a" not in rows
    assert list(rows) == ["b"]
    assert len(rows) == 1


@BOTH
def test_to_delete_what_is_not_there_changes_nothing(resident: bool) -> None:
    rows = table(resident=resident)
    rows.delete("a")
    assert rows.changes() == []


def test_nothing_is_handed_over_of_a_row_that_came_and_went() -> None:
    rows = committed(resident=False, a=Row(1))
    rows.put("b", Row(2))
    rows.delete("b")
    assert rows.changes() == []


def test_a_row_that_went_and_came_and_went_is_handed_over_as_nothing() -> None:
    rows = committed(resident=False, a=Row(1))
    rows.delete("a")
    rows.put("a", Row(2))
    rows.delete("a")
    assert rows.changes() == [(b"rows/a", None)]
    assert "a" not in rows


@BOTH
def test_a_deleted_row_may_come_again(resident: bool) -> None:
    rows = committed(resident=resident, a=Row(1))
    rows.delete("a")
    rows.put("a", Row(7))
    assert rows.changes() == [(b"rows/a", b"[7,[]]")]
    assert rows.get("a") == Row(7)


@BOTH
def test_rows_are_walked_in_order_of_their_keys(resident: bool) -> None:
    rows = committed(resident=resident, b=Row(2))
    rows.put("a", Row(1))
    rows.put("c", Row(3))
    assert list(rows.items()) == [("a", Row(1)), ("b", Row(2)), ("c", Row(3))]
    assert len(rows) == 3


def test_rows_are_found_by_the_beginning_of_their_keys() -> None:
    table: Table[int] = Table("sums", int)
    for place, key in enumerate(("b/2", "a/1", "b/1")):
        table.put(key, place)
    table.changes()
    table.put("b/3", 3)
    assert list(table.items("b/")) == [("b/1", 2), ("b/2", 0), ("b/3", 3)]


@BOTH
def test_a_loaded_row_is_there_and_did_not_change(resident: bool) -> None:
    rows = table(resident=resident)
    rows.load("a", b'[1,["x"]]')
    assert rows.get("a") == Row(1, ["x"])
    assert rows.changes() == []


def rows_of(tables: Tables) -> list[tuple[bytes, bytes | None]]:
    return tables.changes()


def test_the_rows_of_all_tables_come_in_one_order() -> None:
    tables = Tables(table(name="b", y=Row(1)), table(name="a", z=Row(2), x=Row(3)))
    assert rows_of(tables) == [(b"a/x", b"[3,[]]"), (b"a/z", b"[2,[]]"), (b"b/y", b"[1,[]]")]


def test_a_key_with_a_slash_finds_its_table_again() -> None:
    one = table(name="a")
    Tables(one).load(b"a/x/y", b"[1,[]]")
    assert one.get("x/y") == Row(1)


def test_rows_are_counted_over_all_tables() -> None:
    tables = Tables(table(name="a", x=Row(1)), table(name="b", resident=True, x=Row(1), y=Row(1)))
    tables.changes()
    assert tables.committed_count == 3


def test_a_row_of_no_table_is_a_fault() -> None:
    with pytest.raises(KeyError):
        Tables(table(name="a")).load(b"b/x", b"[1,[]]")


def test_two_tables_of_one_name_are_a_fault() -> None:
    doubled: Any = (table(name="a"), table(name="a"))
    with pytest.raises(ValueError, match="same name"):
        Tables(*doubled)


def test_a_row_that_came_and_went_between_two_commits_is_not_handed_over() -> None:
    rows = table(a=Row(1))
    rows.delete("a")
    assert rows.changes() == []


def test_a_row_that_went_and_came_and_went_again_is_handed_over_as_gone() -> None:
    rows = committed(resident=False, a=Row(1))
    rows.delete("a")
    rows.put("a", Row(2))
    rows.delete("a")
    assert rows.changes() == [(b"rows/a", None)]
