"""Which facts did billing know, is a month closed, and who stood in it?"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from schemas import marketdata as events
from streams.desks.marketdata.marks import attestations_of
from streams.domains.marketdata.explanations.recorded import BILLING, event_read, fact_book
from streams.domains.marketdata.rules.refusal import Reason
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.state.admission import Variant
from streams.domains.marketdata.state.months import month_of_text, month_text
from streams.domains.marketdata.state.names import path
from streams.kernel.errors import UserError
from streams.kernel.evidence import Recorded
from streams.ledger.figures import positions
from streams.replay.cuts import parts_at
from streams.replay.evidence import LedgerEvidence
from streams.replay.explain_memory import has_memory

_FACT: Final = b'["fact",'
_MONTH: Final = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
_NAMES_SHOWN: Final = 20


def is_month(text: str) -> bool:
    """Whether a text is a month of the form 2015-04."""
    return _MONTH.fullmatch(text) is not None


def month_named(text: str) -> int:
    """The month that a person wrote as 2015-04.

    Raises:
        UserError: it is none.
    """
    if not is_month(text):
        raise UserError(f'"{text}" is no month of the form 2015-04. Nothing was read.')
    return month_of_text(text)


def facts_of(evidence: LedgerEvidence) -> FactBook:
    """The facts that billing has read: as it remembers them, or of an archive as its first partition holds them."""
    if has_memory(evidence.memory, evidence.domain, evidence.names):
        return fact_book(evidence, BILLING, 0)
    book = FactBook(evidence.law)
    taken: set[str] = set()
    for record in _facts(evidence, evidence.ledger.settled(evidence.names.events, 0)):
        fact = event_read(record)
        if isinstance(fact, events.Fact) and fact.id not in taken:
            taken.add(fact.id)
            book.take(fact)
    return book


def _facts(evidence: LedgerEvidence, end: int) -> Iterator[Recorded]:
    """The records of facts up to an offset of the first partition, which has every one."""
    start = evidence.ledger.span(evidence.names.events, 0).start
    return (one for one in evidence.stretch(0, start, end) if one.key.startswith(_FACT))


def as_closed(book: FactBook, month: int, close: int) -> Variant:
    """A month as it stood when another one was closed, or itself; nothing that was read later counts."""
    return Variant(book.admission, month, through=book.admission.closes[close])


def before_close(book: FactBook, month: int, close: int) -> Variant:
    """A month as it stood with the close before one."""
    return Variant(book.admission, month, through=book.admission.closes[close] - 1)


def check_closed(evidence: LedgerEvidence, book: FactBook, month: int) -> None:
    """See that a month is closed, with the cut of every partition, and billed.

    Raises:
        UserError: it is not; what is missing is told.
    """
    is_billed = month in book.admission.closes
    if is_billed and has_memory(evidence.memory, evidence.domain, evidence.names):
        return
    text = month_text(month)
    closes = [fact for fact in _closes(evidence) if fact.month == text]
    if is_billed:
        _check_cut(evidence, text, closes)
        return
    if not closes:
        others = ", ".join(month_text(one) for one in sorted(book.admission.closes)[-_NAMES_SHOWN:]) or "none"
        raise UserError(
            f"{text} is not closed: {evidence.ledger.path} holds no month_closed for it, so no partition has a cut. "
            f"Closed months: {others}. Publish month_closed once {text} has ended and its usage is in; "
            "--draft shows what the bill comes to so far."
        )
    refused = [one.id for one in closes if _is_refused(evidence, one.id)]
    if len(refused) == len(closes):
        raise UserError(
            f"{text} is not closed: its close {refused[-1]} was refused (MONTH_NOT_ENDED), because it is stamped "
            "before the month ended. Publish another month_closed, with an id of its own and a stamp after the end."
        )
    _check_cut(evidence, text, closes)
    raise UserError(
        f"{text} is not billed yet: the cut of every partition is there, and billing has not taken it. Let the workers "
        "go on, or run the ledger once more; nothing is lost.",
        1,
    )


def _closes(evidence: LedgerEvidence) -> Iterator[events.MonthClosed]:
    """Every close that was written, folded or not."""
    end = evidence.ledger.span(evidence.names.events, 0).end
    read = (event_read(record) for record in _facts(evidence, end))
    return (fact for fact in read if isinstance(fact, events.MonthClosed))


def _is_refused(evidence: LedgerEvidence, close: str) -> bool:
    return evidence.row("refusals", path(close, Reason.MONTH_NOT_ENDED)) is not None


def _check_cut(evidence: LedgerEvidence, month: str, closes: Sequence[events.MonthClosed]) -> None:
    """See that every partition attested one of some closes.

    Raises:
        UserError: at least one did not; each is named with how far it was folded.
    """
    attestations = attestations_of(evidence)
    best: set[int] = set()
    for close in closes:
        best = max(best, set(parts_at(attestations, evidence.partitions, close.id)), key=len)
    missing = sorted(set(range(evidence.partitions)) - best)
    if missing:
        where = "; ".join(_how_far(evidence, one) for one in missing)
        raise UserError(
            f"{month} is not closed yet: its close {closes[-1].id} stands in the log, but the cut is missing of "
            f"{where}. Let the workers go on, or run the ledger once more; a month is billed on complete cuts alone.",
            1,
        )


def _how_far(evidence: LedgerEvidence, partition: int) -> str:
    topic = evidence.names.events
    position = positions(evidence.memory, evidence.domain.stages[0], evidence.names).get(partition)
    folded = evidence.ledger.settled(topic, partition) if position is None else position.next
    end = evidence.ledger.span(topic, partition).end
    return f"partition {partition} ({topic}, folded up to offset {folded:,} of {end:,})"


def entity_of(evidence: LedgerEvidence, standing: Standing, distributor: str) -> str:
    """The legal entity that owns a Distributor in a month.

    Raises:
        UserError: no registration holds in the month; those that do are named.
    """
    registration = standing.distributors.get(distributor)
    if registration is not None:
        return registration.legal_entity
    known = ", ".join(sorted(standing.distributors)[:_NAMES_SHOWN]) or "none"
    raise UserError(
        f"No Distributor {distributor} is registered for {month_text(standing.month)} in {evidence.ledger.path}. Those "
        f"known: {known}. Names are case-sensitive; whose firm only holds licenses is asked for with --entity."
    )
