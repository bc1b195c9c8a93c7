"""Which recorded record stands where another was folded again, and which has no counterpart at all?"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from streams.kernel.destinations import Target
from streams.kernel.evidence import Place
from streams.replay.attested import attestation
from streams.replay.findings import ALTERED, MISSING, OUT_OF_ORDER, UNEXPECTED, Difference
from streams.replay.matching import Content, Matching

OUTCOME: Final = "outcome"
DEAD_LETTER: Final = "dead letter"
ATTESTATION: Final = "attestation"

_SOURCE: Final = ("source_topic", "source_partition", "source_offset")


class Outcome(msgspec.Struct):
    """What of an outcome says what it is about."""

    id: str
    event: str = ""
    type: str = ""
    law: str = ""
    cites: list[str] = []


_outcome = msgspec.json.Decoder(Outcome).decode


def outcome_of(content: Content) -> Outcome | None:
    """The outcome in a record, or None if it holds none."""
    try:
        return _outcome(content[1] or b"")
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


class _One(NamedTuple):
    """A record without a counterpart; the offset is None where it was folded again."""

    target: Target
    offset: int | None
    content: Content


def differences(
    what: str, matchings: Iterable[Matching], wanted: Callable[[Content], bool]
) -> Iterator[Difference]:
    """The differences of one topic, each record beside the one that has its place, if any.

    Args:
        wanted: whether a record is asked for.
    """
    folded: dict[str, _One] = {}
    found: list[_One] = []
    for one in matchings:
        for due in filter(lambda due: wanted(due.content), one.missing()):
            folded.setdefault(_identity(what, due.content), _One(one.target, None, due.content))
        unexpected = filter(lambda met: wanted(met.content), one.unexpected())
        found += [_One(one.target, met.offset, met.content) for met in unexpected]
        for misplaced in filter(lambda met: wanted(met.content), one.out_of_order.values()):
            yield _difference(OUT_OF_ORDER, what, _One(one.target, misplaced.offset, misplaced.content))
    for record in found:
        expected = folded.pop(_identity(what, record.content), None)
        kind = UNEXPECTED if expected is None else ALTERED
        yield _difference(kind, what, record, expected.content if expected else None)
    for record in folded.values():
        yield _difference(MISSING, what, record, record.content)


def _difference(kind: str, what: str, record: _One, expected: Content | None = None) -> Difference:
    outcome = outcome_of(expected or record.content) if what == OUTCOME else None
    return Difference(
        kind=kind,
        what=what,
        id=_identity(what, expected or record.content),
        topic=record.target[0],
        partition=record.target[1],
        offset=record.offset,
        event=outcome.event if outcome else None,
        event_place=source_of(expected or record.content) if what == DEAD_LETTER else None,
        rule=f"{outcome.type} ({', '.join(outcome.cites)})" if outcome else None,
        expected=_text_of(expected, record.content),
        found=None if kind == MISSING else _text_of(record.content, expected),
    )


def _text_of(content: Content | None, other: Content | None) -> str | None:
    """A record as a person reads it: its value, and its key and headers where those of the other differ."""
    if content is None:
        return None
    key, value, headers = content
    if other is None or (key, headers) == (other[0], other[2]):
        return _text(value)
    parts = {"key": _text(key), "value": _text(value)} | {name: _text(held) for name, held in headers}
    return json.dumps(parts, ensure_ascii=False)


def _text(part: bytes | None) -> str | None:
    return None if part is None else part.decode(errors="backslashreplace")


def _identity(what: str, content: Content) -> str:
    """What a record is known by, so that an altered one is found beside what it was; else its value."""
    return _IDENTITIES[what](content) or _text(content[1]) or ""


def _of_outcome(content: Content) -> str | None:
    outcome = outcome_of(content)
    return outcome.id if outcome else None


def source_of(content: Content) -> Place | None:
    """Where a dead letter stood in the input, as its headers say; None where they don't."""
    headers = dict(content[2])
    try:
        topic, partition, offset = (headers[name] for name in _SOURCE)
        return Place(topic.decode(), int(partition), int(offset))
    except (KeyError, ValueError):
        return None


def _of_dead_letter(content: Content) -> str | None:
    source = source_of(content)
    return f"{source.topic}/{source.partition}/{source.offset}" if source else None


def _of_attestation(content: Content) -> str | None:
    attested = attestation(content[1])
    return f"{attested.stage}/{attested.partition}/{attested.mark}" if attested else None


_IDENTITIES: Final[dict[str, Callable[[Content], str | None]]] = {
    OUTCOME: _of_outcome,
    DEAD_LETTER: _of_dead_letter,
    ATTESTATION: _of_attestation,
}
