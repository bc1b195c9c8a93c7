"""Are names found under their headings, in order, whether they were committed or not?"""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from streams.kernel.index import Index
from streams.kernel.rows import MemoryRows, Rows
from streams.runtime.disk_rows import temporary_rows
from streams.runtime.partition_rows import PartitionRows

Kept = tuple[Rows, PartitionRows | None]


@contextmanager
def on_disk() -> Iterator[Kept]:
    with temporary_rows() as disk:
        rows = PartitionRows(disk, "calls/0")
        yield rows.of("index"), rows


@contextmanager
def in_memory() -> Iterator[Kept]:
    yield MemoryRows(), None


def test_names_stand_under_their_heading_alone() -> None:
    index = Index("index")
    for heading, name in (("firm/F", "b"), ("firm/F", "a"), ("firm/FF", "c"), ("firm", "d")):
        index.add(heading, name)
    assert index.under("firm/F") == ["a", "b"]
    assert index.under("firm/G") == []


def test_a_stretch_of_names_has_a_beginning_and_an_end() -> None:
    index = Index("index")
    for name in ("1/a", "2/b", "2/c", "3/d"):
        index.add("", name)
    index.changes()
    index.add("", "2/bb")
    assert index.under("", "2", "3") == ["2/b", "2/bb", "2/c"]
    assert index.under("", "2/c") == ["2/c", "3/d"]


def test_what_changed_is_handed_over_once_as_rows_of_the_state() -> None:
    index = Index("index")
    index.add("x", "a")
    index.discard("x", "b")
    assert index.changes() == [(b"index/x/a", b"1"), (b"index/x/b", None)]
    assert index.changes() == []
    assert (index.committed_count, index.under("x")) == (1, ["a"])


def test_recovered_entries_are_found() -> None:
    index = Index("index")
    index.load("x/a", b"1")
    assert index.under("x") == ["a"]
    assert index.changes() == []


@pytest.mark.parametrize("where", [in_memory, on_disk])
@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_changes_commits_and_saves_gives_what_a_sorted_set_gives(
    where: Callable[[], AbstractContextManager[Kept]], seed: int
) -> None:
    chance = random.Random(seed)
    names = [f"{number}/{letter}" for number in range(4) for letter in "abc"]
    expected: dict[str, set[str]] = {"x": set(), "x/y": set(), "xx": set()}
    with where() as (rows, store):
        index = Index("index")
        index.keep_in(rows)
        for _ in range(400):
            heading, name = chance.choice(list(expected)), chance.choice(names)
            match chance.randrange(6):
                case 0 | 1 | 2:
                    index.add(heading, name)
                    expected[heading].add(name)
                case 3:
                    index.discard(heading, name)
                    expected[heading].discard(name)
                case 4:
                    index.changes()
                case _ if store is not None:
                    index.changes()
                    store.save()
            start, end = sorted(chance.choices(["", *names], k=2))
            found = index.under("xx", start, end)
            assert found == sorted(one for one in expected["xx"] if start <= one < end)
            assert index.under("x/y") == sorted(expected["x/y"])
            assert index.under("x") == sorted(expected["x"] | {f"y/{one}" for one in expected["x/y"]})
