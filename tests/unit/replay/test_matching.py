"""Is exactly what is folded again recorded, in an order that could have been?"""

import pytest

from streams.kernel.destinations import Entry
from streams.replay.matching import Matching
from tests.unit.replay.recording import Recording

_FIRST, _SECOND = ("entries", 0), ("house", 0)


def _entries(letters: str) -> list[Entry]:
    return [(b"key", letter.encode(), []) for letter in letters]


def _matching(recorded: str) -> Matching:
    return Matching(Recording((b"key", letter.encode()) for letter in recorded), ("outcomes", 0))


def _folded(recorded: str, first: str, second: str = "") -> Matching:
    matching = _matching(recorded)
    for letters, lane in ((first, _FIRST), (second, _SECOND)):
        for entry in _entries(letters):
            matching.fold(lane, [entry])
            matching.catch_up()
    matching.settle()
    matching.finish()
    return matching


def _values(matching: Matching) -> tuple[list[bytes | None], list[tuple[int, bytes | None]]]:
    missing = [due.content[1] for due in matching.missing()]
    return missing, [(met.offset, met.content[1]) for met in matching.unexpected()]


@pytest.mark.parametrize("recorded", ["abcxy", "axbyc", "xyabc", "xaybc"])
def test_stages_may_take_turns_in_any_way(recorded: str) -> None:
    matching = _folded(recorded, "abc", "xy")

    assert matching.matched == 5
    assert _values(matching) == ([], [])
    assert matching.out_of_order == {}


@pytest.mark.parametrize("recorded", ["bac", "cab", "bca"])
def test_what_a_stage_decided_first_stands_first(recorded: str) -> None:
    matching = _folded(recorded, "abc")

    assert _values(matching) == ([], [])
    assert list(matching.out_of_order) == [_FIRST]


def test_what_is_missing_altered_or_doubled_is_told() -> None:
    assert _values(_folded("ac", "abc")) == ([b"b"], [])
    assert _values(_folded("axc", "abc")) == ([b"b"], [(1, b"x")])
    assert _values(_folded("abbc", "abc")) == ([], [(2, b"b")])


def test_what_was_folded_later_may_still_be_on_its_way() -> None:
    matching = _matching("a")
    matching.fold(_FIRST, _entries("a"))
    matching.settle()
    matching.fold(_FIRST, _entries("bc"))
    matching.finish()

    assert _values(matching) == ([], [])
    assert matching.pending_count == 2
