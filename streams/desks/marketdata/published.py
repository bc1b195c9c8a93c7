"""Which documents were published, and do they agree with each other and with what billing says it billed?"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec

from streams.domains.marketdata.stages.figures import MONTH_TO_DATE_FEES
from streams.domains.marketdata.state.months import month_text
from streams.kernel.errors import UserError
from streams.replay.evidence import LedgerEvidence

Body = Mapping[str, Any]
"""A document, or a row of a view, as JSON holds it."""

_STOPPED = 1
_parsed = msgspec.json.decode


def running_bill(evidence: LedgerEvidence, month: int, entity: str) -> Body | None:
    """What a legal entity owes for a month as shown at the last mark; None where it is not shown."""
    return cast("Body | None", evidence.row(MONTH_TO_DATE_FEES, (month_text(month), entity)))


def billed_for(evidence: LedgerEvidence, month: str, distributors: Sequence[str]) -> set[str]:
    """The legal entities with a document for a month that charges users of some Distributors."""
    return {
        one["legal_entity"]
        for one in documents_for(evidence, month)
        if any("_USER_" in line["fee"] and line["distributor"] in distributors for line in one["lines"])
    }


def documents_for(evidence: LedgerEvidence, month: str) -> list[Body]:
    """The documents for a month, as the view shows them in order of issue."""
    shown = (cast("Body", row) for _, row in evidence.rows("documents", ""))
    return [one for one in shown if one["month"] == month]


def published(evidence: LedgerEvidence, document: Body) -> Body:
    """The outcome by which a document was issued.

    Raises:
        UserError: it is missing, was published with other bytes as well, or says otherwise than the view.
    """
    found = evidence.outcome(document["id"])
    if not found:
        raise contradiction(evidence, f"the document {document['id']} is in the view and was never published")
    if len({one.value for one in found}) > 1:
        places = ", ".join(f"partition {one.place.partition} offset {one.place.offset}" for one in found)
        raise contradiction(
            evidence,
            f"the document {document['id']} was published more than once, with other bytes ({places})",
        )
    body: Body = _parsed(found[0].value)
    if any(body.get(name) != value for name, value in document.items()):
        raise contradiction(
            evidence, f"the view and the outcome of the document {document['id']} say different things"
        )
    return body


def check_figures(
    evidence: LedgerEvidence, documents: Sequence[Body], row: Body, *, is_at_close: bool
) -> None:
    """See that documents and figures agree.

    Raises:
        UserError: they do not; a document that billing met again with other bytes shows so.
    """
    billed = sum(one["total_cents"] for one in documents)
    for one in documents:
        total = sum(line["quantity"] * line["unit_price_cents"] for line in one["lines"])
        if total != one["total_cents"]:
            raise contradiction(evidence, f"the lines of {one['id']} do not add up to its total")
    if billed != row["billed_cents"]:
        raise contradiction(
            evidence,
            f"the documents of {documents[0]['legal_entity']} for {documents[0]['month']} add up to another amount "
            f"({billed:,} cents) than was billed ({row['billed_cents']:,})",
        )
    if is_at_close and row["unbilled_cents"]:
        raise contradiction(
            evidence,
            f"the last close left {row['unbilled_cents']:,} cents of {documents[0]['month']} unbilled, which no close "
            "does: publication of a document stopped with an alarm, because its id was met again with other bytes",
        )


def contradiction(evidence: LedgerEvidence, what: str) -> UserError:
    """Say that the record contradicts itself, so that nothing can be sent."""
    return UserError(
        f"No invoice is shown: {what}. Nothing should be sent before it is known why. Fold the log again and compare: "
        f"{evidence.replay}",
        _STOPPED,
    )


def with_a_bill(evidence: LedgerEvidence, month: int) -> str:
    """The legal entities with a bill for a month, for a message."""
    rows = evidence.branch(MONTH_TO_DATE_FEES, (month_text(month),))
    return ", ".join(entity for (_, entity), _ in rows) or "none"


def nothing_billed(evidence: LedgerEvidence, month: int, entity: str) -> UserError:
    """Say that a closed month has no document for a legal entity."""
    return UserError(
        f"{entity} was billed nothing for {month_text(month)}: the month is closed, and no document was issued. Legal "
        f"entities with a bill: {with_a_bill(evidence, month)}."
    )
