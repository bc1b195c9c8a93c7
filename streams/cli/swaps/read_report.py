"""What does a person read of the rows of trade files?"""

from collections.abc import Iterator, Mapping
from typing import Final

from streams.readers.swaps.lacks import PassedBy
from streams.readers.swaps.tally import Tally

_REMARKS: Final[Mapping[str, str]] = {
    "INTENT_TO_CLEAR": "are to be cleared by a house that is not named: not cleared, until a correction names it",
    "CUT_TO_THE_CENT": "have a notional with parts of a cent, which is rounded to the nearest cent",
}
_ROUNDED_FOR_THE_PUBLIC: Final = (
    "Repositories round what they show to the public; your own reports are exact."
)


def words(tally: Tally) -> Iterator[str]:
    """A report for a person."""
    events = tally.events.total()
    yield f"Read {_counted(tally.rows, 'row')} of {tally.layout}."
    yield f"{_counted(events, 'event')} from {_counted(tally.rows_with_events, 'row')}{':' if events else '.'}"
    for type_, count in sorted(tally.events.items()):
        yield f"  {count:>9,} {type_}"
    for name, count in tally.remarks.items():
        yield f"Of these, {count:,} {_REMARKS[name]}."
    if tally.layout == "part43" and events:
        yield _ROUNDED_FOR_THE_PUBLIC
    if tally.passed_by:
        yield f"Passed by, as nothing of it counts: {_counted(tally.passed_by.total(), 'row')}."
        for name, count in sorted(tally.passed_by.items()):
            yield f"  {count:>9,} {name}: {PassedBy[name].value}"
    if tally.set_aside:
        yield f"Set aside, as something is lacking: {_counted(tally.set_aside, 'row')}."
        for name, lacking in sorted(tally.lacking.items()):
            yield f"  {lacking.rows:>9,} {name}: {lacking.meaning}"
            yield from (f"            {example}" for example in lacking.examples)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
