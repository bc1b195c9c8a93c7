"""Up to where do the recorded figures reach, and is that a close?"""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import UnsetType

from schemas import marketdata as events
from streams.domains.marketdata.explanations.recorded import event_read
from streams.domains.marketdata.rules.refusal import Reason
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.state.months import month_of_text
from streams.domains.marketdata.state.names import path
from streams.replay.attested import Attestation, Attestations
from streams.replay.evidence import LedgerEvidence
from streams.runtime.deployment import Deployment


class LastMark(NamedTuple):
    """The last mark that every figure may show.

    Attributes:
        id: of its event.
        at: its stamp.
        is_at_close: whether nothing that counts for any figure stands behind the last close.
    """

    id: str
    at: str
    is_at_close: bool


def attestations_of(evidence: LedgerEvidence) -> Attestations:
    """The chains that workers published at marks."""
    deployment = Deployment(evidence.domain, evidence.names, evidence.law, evidence.partitions)
    return Attestations(deployment, evidence.ledger)


def last_mark(evidence: LedgerEvidence, book: FactBook) -> LastMark | None:
    """The last mark of the log; None where none is attested."""
    attestations = attestations_of(evidence)
    marks = [[one for _, one in attestations.of(number)] for number in range(evidence.partitions)]
    read = _read_backwards(evidence, marks[0])
    last = next(read, None)
    if last is None:
        return None
    behind, event = 0, last
    while not is_accepted_close(evidence, book, event):
        following = next(read, None)
        if following is None or not _says_nothing(event):
            return LastMark(last.id, last.at, is_at_close=False)
        behind, event = behind + 1, following
    return LastMark(last.id, last.at, is_at_close=all(_are_all_marks(one, event.id, behind) for one in marks))


def is_accepted_close(evidence: LedgerEvidence, book: FactBook, event: events.MarketDataRecord) -> bool:
    """Whether an event closed a month."""
    if not isinstance(event, events.MonthClosed) or month_of_text(event.month) not in book.admission.closes:
        return False
    reasons = (Reason.MONTH_NOT_ENDED, Reason.MONTH_ALREADY_CLOSED)
    return all(evidence.row("refusals", path(event.id, one)) is None for one in reasons)


def _read_backwards(evidence: LedgerEvidence, marks: list[Attestation]) -> Iterator[events.MarketDataRecord]:
    for mark in reversed(marks):
        found = evidence.events(mark.mark)
        event = event_read(found[0]) if found else None
        if event is None:
            return
        yield event


def _says_nothing(event: events.MarketDataRecord) -> bool:
    """Whether a mark changes no bill: a tick, or an agreement that covers no month."""
    if isinstance(event, events.DistributionAgreementSigned):
        last = event.last_month
        return not isinstance(last, UnsetType) and last < event.first_month
    return isinstance(event, events.Tick)


def _are_all_marks(marks: list[Attestation], close: str, behind: int) -> bool:
    """Whether a partition has nothing but so many marks behind a close."""
    place = next((number for number, one in enumerate(marks) if one.mark == close), None)
    if place is None or len(marks) - 1 - place != behind:
        return False
    return marks[-1].records - marks[place].records == behind
