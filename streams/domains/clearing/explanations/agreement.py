"""Does what was published agree with what came out when it was decided again?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from streams.domains.clearing.explanations.outcome_words import outcome_said
from streams.kernel.evidence import Recorded
from streams.kernel.explanation import OutcomeShown

Body = dict[str, Any]

DIFFERS: Final = "THE RECORD DIFFERS: "
_MOST_DIFFERENCES: Final = 3

_parsed = msgspec.json.decode


def outcomes_shown(
    published: Sequence[Recorded], again: Sequence[Mapping[str, Any]]
) -> Iterator[OutcomeShown]:
    """What was published, each id once, then what should have been and was not."""
    rightful = [_without_law(body) for body in again]
    parsed = [(_parsed(record.value), record.place) for record in published]
    # Where an id was used twice, the outcome of the event that was asked for comes first.
    parsed.sort(key=lambda one: (one[0]["id"], _without_law(one[0]) not in rightful))
    seen = set()
    for body, place in parsed:
        if body["id"] not in seen:
            seen.add(body["id"])
            yield OutcomeShown(body["id"], body["type"], outcome_said(body), place, body)
    for missing in again:
        if missing["id"] not in seen:
            yield OutcomeShown(missing["id"], missing["type"], outcome_said(missing), None, dict(missing))


def disagreements(
    published: Sequence[Recorded], again: Sequence[Mapping[str, Any]], law: str, *, is_shared: bool
) -> Iterator[str]:
    """What a reader must know where the record and the second decision differ.

    Args:
        is_shared: whether outcomes of another event bear the same ids.
    """
    recorded: dict[str, list[Body]] = {}
    for record in published:
        body: Body = _parsed(record.value)
        if body["type"] != "identifier_repeated":
            recorded.setdefault(body["id"], []).append(body)
    laws = {str(body.get("law")) for bodies in recorded.values() for body in bodies} - {law}
    if laws:
        yield (
            f"This was decided under the law {', '.join(sorted(laws))}; it was decided again here under the law {law}. "
            "Where the two differ, ask the countinghouse that decided it."
        )
    found = list(_differences(recorded, again, is_shared=is_shared))
    yield from found[:_MOST_DIFFERENCES]
    if len(found) > _MOST_DIFFERENCES:
        yield f"{DIFFERS}and so do {len(found) - _MOST_DIFFERENCES} more of its outcomes."


def _differences(
    recorded: dict[str, list[Body]], again: Sequence[Mapping[str, Any]], *, is_shared: bool
) -> Iterator[str]:
    for body in again:
        found = recorded.pop(str(body["id"]), [])
        alike = [one for one in found if _without_law(one) == _without_law(body)]
        if not found:
            yield f"{DIFFERS}{body['id']} should have been published and was not. {outcome_said(body)}"
        elif not alike or (len(alike) < len(found) and not is_shared):
            unlike = next(one for one in found if one not in alike)
            yield (
                f"{DIFFERS}{body['id']} was published as: {outcome_said(unlike)} Decided again, it is: "
                f"{outcome_said(body)}"
            )
    if not is_shared:
        yield from (
            f"{DIFFERS}{name} was published, and decided again there is no such outcome." for name in recorded
        )


def does_differ(warnings: Iterable[str]) -> bool:
    """Whether any of the warnings says that the record differs."""
    return any(warning.startswith(DIFFERS) for warning in warnings)


def _without_law(body: Mapping[str, Any]) -> Body:
    return {name: value for name, value in body.items() if name != "law"}
