"""Is what is recorded of a row a part of what is folded again, with the same end?"""

from collections.abc import Sequence

import pytest

from streams.replay.rows import RowDifference, Rows
from tests.unit.replay.recording import Recording


def _differences(
    recorded: str, folded: str, *, read_first: bool = False, owed: str | None = None
) -> list[RowDifference]:
    """The differences of one row whose values are letters; those of `owed`, all by default, must be recorded."""
    rows = Rows(Recording((b"row", letter.encode()) for letter in recorded), ("views", 0))
    if read_first:
        rows.finish()
    must = folded if owed is None else owed
    for letter in must:
        rows.fold("row", letter.encode())
        rows.catch_up()
    rows.settle()
    for letter in folded[len(must) :]:
        rows.fold("row", letter.encode())
        rows.catch_up()
    rows.finish()
    newest = {"row": recorded[-1].encode()} if recorded else {}
    return list(rows.differences(newest))


@pytest.mark.parametrize("read_first", [False, True])
@pytest.mark.parametrize(
    ("recorded", "folded"),
    [("abc", "abc"), ("bc", "abc"), ("c", "abc"), ("ac", "abc"), ("a", "aba"), ("ba", "aba"), ("a", "aa")],
)
def test_a_batch_or_compaction_may_leave_out_what_was_superseded(
    recorded: str, folded: str, read_first: bool
) -> None:
    assert _differences(recorded, folded, read_first=read_first) == []


@pytest.mark.parametrize("read_first", [False, True])
@pytest.mark.parametrize(
    ("recorded", "folded", "offset", "expected"),
    [
        ("xbc", "abc", 0, b"c"),
        ("abx", "abc", 2, b"c"),
        ("aabc", "abc", 1, b"c"),
        ("acb", "abc", 2, None),
        ("abcc", "abc", 3, None),
        ("x", "", 0, None),
    ],
)
def test_a_value_that_the_row_did_not_have_then_is_told(
    recorded: str, folded: str, offset: int, expected: bytes | None, read_first: bool
) -> None:
    (found,) = _differences(recorded, folded, read_first=read_first)

    assert (found.row, found.offset, found.expected) == ("row", offset, expected)


@pytest.mark.parametrize("read_first", [False, True])
@pytest.mark.parametrize("recorded", ["", "a", "ab"])
def test_the_newest_value_must_be_recorded(recorded: str, read_first: bool) -> None:
    found = _differences(recorded, "abc", read_first=read_first)

    assert found == [RowDifference("row", None, b"c", is_known=True)]


@pytest.mark.parametrize(
    ("recorded", "owed", "missing"),
    [("a", "a", None), ("b", "a", None), ("", "a", b"a"), ("a", "ab", b"b"), ("bc", "a", None)],
)
def test_what_was_folded_later_may_still_be_on_its_way(
    recorded: str, owed: str, missing: bytes | None
) -> None:
    found: Sequence[RowDifference] = _differences(recorded, "abcd", owed=owed)

    assert [one.expected for one in found] == ([] if missing is None else [missing])
