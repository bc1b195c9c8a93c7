"""What does the close of a day say, with what was known?

The recorded close is the answer where it stands at the end of what was known. Otherwise the log is folded again up to
there, with a close of the day behind it: the same stages, so the same answer as if somebody had closed the day then.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, cast

from streams.desks.swaps.known import Known
from streams.domains.swaps.domain import SWAPS
from streams.domains.swaps.stages.totals import CLOSES
from streams.kernel.history import History
from streams.kernel.record import LogRecord
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader, Span, Topic
from streams.replay.recorded import Recorded
from streams.replay.refolding import Refolding
from streams.runtime.deployment import Deployment
from streams.runtime.disk_rows import temporary_rows

Rows = Mapping[str, Any]
"""The rows of one view at one close, by subject."""

_VIEWS: Final = ("tags", "group_totals", "person_totals", "threshold_distance", "registration_state")
_OWN_CLOSE: Final = "~position"


class Answer(NamedTuple):
    """What a close says.

    Attributes:
        day: that is closed.
        close: the id of the recorded close; None where the log was folded again.
        views: the rows of each view by its name; the tags of parts dated after the day are left out.
    """

    day: str
    close: str | None
    views: Mapping[str, Rows]


def answer(ledger: LedgerReader, names: TopicNames, known: Known, day: str) -> Answer:
    """What the close of a day says with what was known, recorded or folded again."""
    close = known.close
    if close is not None and close.day_on == day and names.views in ledger.topics:
        rows = dict(ledger.newest(names.views))
        number = _number_of(rows, close.id)
        if number is not None:
            return Answer(day, close.id, _at(rows, number, day))
    rows = _folded(ledger, names, known, day)
    number = _number_of(rows, _OWN_CLOSE)
    assert number is not None, "the log was folded through the close behind it"
    return Answer(day, None, _at(rows, number, day))


def _at(rows: Mapping[str, bytes], number: int, day: str) -> Mapping[str, Rows]:
    views: dict[str, dict[str, object]] = {name: {} for name in _VIEWS}
    for key, value in rows.items():
        view, _, row_key = key.partition("/")
        if view in views:
            views[view][row_key] = json.loads(value)
    shown = {name: dict(History(found).at(number)) for name, found in views.items()}
    tags = cast("dict[str, dict[str, Any]]", shown["tags"])
    return {**shown, "tags": {key: tag for key, tag in tags.items() if tag["traded_on"] <= day}}


def _number_of(rows: Mapping[str, bytes], event: str) -> int | None:
    """The number of the close that an event made; None where it made none."""
    for key, value in rows.items():
        if key.startswith(f"{CLOSES}/") and json.loads(value)["event"] == event:
            return int(key.rpartition("/")[2])
    return None


def _folded(ledger: LedgerReader, names: TopicNames, known: Known, day: str) -> dict[str, bytes]:
    """The rows of all views when what was known is folded again, with a close of a day behind it."""
    partitions = ledger.topic(names.events).partitions
    deployment = Deployment(SWAPS, names, SWAPS.law, partitions)
    close = {"type": "day_closed", "id": _OWN_CLOSE, "at": known.at, "day_on": day}
    recorded = _ClosedLog(ledger, names.events, known.through, json.dumps(close).encode())
    rows: dict[str, bytes] = {}
    with temporary_rows() as disk:
        for folded in Refolding(deployment, recorded, disk).run([end + 1 for end in known.through]):
            for key, value in folded.views:
                if value is None:
                    rows.pop(key, None)
                else:
                    rows[key] = value
    return rows


class _ClosedLog:
    """A beginning of a recorded log, with one more close at the end of each partition of the input."""

    def __init__(self, recorded: Recorded, events: str, through: list[int], close: bytes) -> None:
        self._recorded = recorded
        self._events = events
        self._through = through
        self._close = close

    def topic(self, name: str) -> Topic:
        return self._recorded.topic(name)

    def span(self, name: str, partition: int) -> Span:
        span = self._recorded.span(name, partition)
        return span._replace(end=self._through[partition] + 1) if name == self._events else span

    def read_range(self, name: str, partition: int, from_offset: int, limit: int) -> list[LogRecord]:
        return list(self._records(name, partition, from_offset, limit))

    def _records(self, name: str, partition: int, from_offset: int, limit: int) -> Iterator[LogRecord]:
        end = self._through[partition] if name == self._events else None
        records = self._recorded.read_range(name, partition, from_offset, limit)
        taken = [one for one in records if end is None or one.offset < end]
        yield from taken
        if end is not None and len(taken) < limit and from_offset <= end:
            yield LogRecord(end, _OWN_CLOSE.encode(), self._close)
