"""Are rows on disk those that were saved, and does a table not notice where its rows are?"""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from streams.kernel.table import Table
from streams.runtime.disk_rows import DiskFaultError, DiskRows, temporary_rows
from streams.runtime.partition_rows import PartitionRows, Trace

PLACE = "entries/0"


class Row(msgspec.Struct, array_like=True):
    count: int


@pytest.fixture
def disk() -> Iterator[DiskRows]:
    with temporary_rows() as rows:
        yield rows


def a_table(store: PartitionRows, *, resident: bool = False) -> Table[Row]:
    table = Table("rows", Row, resident=resident)
    table.keep_in(store.of("rows"))
    return table


def saved(disk: DiskRows, **rows: int) -> PartitionRows:
    """A partition with these rows on disk."""
    store = PartitionRows(disk, PLACE)
    table = a_table(store)
    for key, count in rows.items():
        table.put(key, Row(count))
    table.changes()
    store.save()
    return store


BOTH = pytest.mark.parametrize("resident", [True, False], ids=["resident", "not resident"])


@BOTH
def test_a_table_finds_the_rows_that_were_saved(disk: DiskRows, resident: bool) -> None:
    saved(disk, b=2, a=1)
    table = a_table(PartitionRows(disk, PLACE), resident=resident)
    assert list(table.items()) == [("a", Row(1)), ("b", Row(2))]
    assert table.get("b") == Row(2)
    assert table.get("c") is None
    assert table.changes() == []


@BOTH
def test_what_was_not_saved_is_not_on_disk(disk: DiskRows, resident: bool) -> None:
    store = saved(disk, a=1)
    table = a_table(store, resident=resident)
    table.put("a", Row(7))
    table.put("b", Row(8))
    table.changes()
    assert list(a_table(PartitionRows(disk, PLACE)).items()) == [("a", Row(1))]


def test_a_table_sees_rows_that_are_not_saved_yet_among_those_that_are(disk: DiskRows) -> None:
    table = a_table(saved(disk, a=1, c=3, d=4))
    table.put("b", Row(2))
    table.put("c", Row(33))
    table.delete("d")
    expected = [("a", Row(1)), ("b", Row(2)), ("c", Row(33))]
    assert list(table.items()) == expected
    table.changes()
    assert list(table.items()) == expected


def test_rows_under_a_prefix_come_in_order(disk: DiskRows) -> None:
    store = PartitionRows(disk, PLACE)
    table = a_table(store)
    for key in ("a/2", "b/1", "a/1", "a", "aé/1"):
        table.put(key, Row(1))
    table.changes()
    store.save()
    assert [key for key, _ in table.items("a/")] == ["a/1", "a/2"]
    assert list(table) == sorted(["a/2", "b/1", "a/1", "a", "aé/1"])


@BOTH
def test_a_deleted_row_is_gone_from_disk_once_that_is_saved(disk: DiskRows, resident: bool) -> None:
    store = saved(disk, a=1, b=2)
    table = a_table(store, resident=resident)
    table.delete("a")
    assert table.changes() == [(b"rows/a", None)]
    store.save()
    assert list(a_table(PartitionRows(disk, PLACE))) == ["b"]


def test_rows_are_counted_however_often_they_are_written(disk: DiskRows) -> None:
    store = saved(disk, a=1, b=2)
    table = a_table(store)
    table.put("a", Row(3))
    table.put("c", Row(3))
    table.changes()
    table.delete("b")
    table.delete("x")
    table.changes()
    store.save()
    assert table.committed_count == 2
    assert a_table(PartitionRows(disk, PLACE)).committed_count == 2


def test_partitions_do_not_see_each_other(disk: DiskRows) -> None:
    saved(disk, a=1)
    other = PartitionRows(disk, "entries/01")
    assert list(a_table(other)) == []
    other.clear()
    assert list(a_table(PartitionRows(disk, PLACE))) == ["a"]


def test_a_cleared_partition_is_empty(disk: DiskRows) -> None:
    store = saved(disk, a=1)
    store.put_position(b"x")
    store.save(Trace.of(1, 2, b"x"))
    store.clear()
    again = PartitionRows(disk, PLACE)
    assert (list(a_table(again)), again.position, again.through) == ([], None, None)
    assert a_table(again).committed_count == 0


def test_the_position_and_its_trace_are_saved(disk: DiskRows) -> None:
    store = PartitionRows(disk, PLACE)
    store.put_position(b"x")
    store.save(Trace.of(17, 1_000, b"x"))
    store.save()
    again = PartitionRows(disk, PLACE)
    assert again.position == b"x"
    assert again.through == Trace.of(17, 1_000, b"x")


def test_a_folder_that_holds_something_else_is_told(tmp_path: Path) -> None:
    DiskRows(tmp_path / "rows").close()
    (tmp_path / "rows" / "CURRENT").write_bytes(b"nothing of ours\n")
    with pytest.raises(DiskFaultError, match="rows") as told:
        DiskRows(tmp_path / "rows")
    assert told.value.is_damage
