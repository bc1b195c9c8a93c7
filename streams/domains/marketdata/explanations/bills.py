"""How does a document or a running bill come about?"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from streams.domains.marketdata.explanations import words
from streams.domains.marketdata.explanations.recorded import events_shown
from streams.domains.marketdata.rules.advice import advice, combination_costs_cents
from streams.domains.marketdata.rules.bill import fee_counts, lines
from streams.domains.marketdata.rules.consolidation import owners
from streams.domains.marketdata.rules.document import difference, note_kind
from streams.domains.marketdata.rules.license import licenses_of_month
from streams.domains.marketdata.rules.price import in_force
from streams.kernel.evidence import Evidence
from streams.kernel.explanation import Explanation, SeeAlso, Sheet, Step, provisions_shown, rule_shown
from streams.kernel.plain_words import money

Body = Mapping[str, Any]
"""A record of the outcomes or a row of a view, as JSON holds it."""

_INVOICED_BY: Final = (lines, fee_counts, licenses_of_month, owners, in_force)
_CORRECTED_BY: Final = (difference, note_kind, *_INVOICED_BY)
_KINDS: Final = {
    "INVOICE": "The invoice",
    "DEBIT_NOTE": "The debit note",
    "CREDIT_NOTE": "The credit note",
    "ADJUSTMENT_NOTE": "The adjustment note",
}


def line_sheet(shown: Iterable[Body]) -> Sheet:
    """Lines with what each comes to, and their sum."""
    rows = [
        [
            words.FEES[line["fee"]],
            ", ".join(line[name] for name in ("distributor", "recipient_firm", "license") if line[name]),
            f"{line['quantity']:,}",
            money(line["unit_price_cents"]),
            money(line["quantity"] * line["unit_price_cents"]),
        ]
        for line in shown
    ]
    return Sheet(["for", "of", "quantity", "price", "amount"], rows)


def explain_document(evidence: Evidence, body: Body) -> Explanation:
    """A document with its arithmetic worked out again."""
    total = sum(line["quantity"] * line["unit_price_cents"] for line in body["lines"])
    row = f"{body['month']}/{body['legal_entity']}"
    is_note = body["document"] != "INVOICE"
    name = _KINDS[body["document"]]
    why = (
        f"It corrects {body['month']}, which was billed before, by what was recorded since then and counts for it."
        if is_note
        else f"It bills {body['month']}, which was closed by the event {body['event']}."
    )
    differs = total != body["total_cents"]
    return Explanation(
        domain=evidence.law.domain,
        id=body["id"],
        kind="outcome",
        title=f"{name} for {body['legal_entity']} and {body['month']}",
        answer=f"{name} for {body['legal_entity']} and {body['month']} comes to {money(body['total_cents'])}. {why}",
        differs=differs,
        warnings=["The lines do not add up to the total that was issued."] if differs else [],
        arithmetic=[
            Step("The lines: quantity times price.", sheet=line_sheet(body["lines"]), result=money(total))
        ],
        events=events_shown(list(evidence.events(body["event"])), 1),
        rules=[rule_shown(rule) for rule in (_CORRECTED_BY if is_note else _INVOICED_BY)],
        provisions=list(provisions_shown(evidence.law, body["cites"])),
        see_also=[
            SeeAlso(body["event"], "the close with which it was issued"),
            SeeAlso(row, f"how the bill of {body['legal_entity']} for {body['month']} stands"),
        ],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def explain_running_bill(evidence: Evidence, month: str, entity: str) -> Explanation | None:
    """What a legal entity owes for a month as it stands, what was billed and what not; None where there is neither."""
    row = cast("Body | None", evidence.row("month_to_date_fees", (month, entity)))
    if row is None:
        return None
    documents = [
        cast("Body", document)
        for _, document in evidence.rows("documents", "")
        if cast("Body", document)["legal_entity"] == entity and cast("Body", document)["month"] == month
    ]
    billed = [[one["id"], one["issued_at"], money(one["total_cents"])] for one in documents]
    return Explanation(
        domain=evidence.law.domain,
        id=f"{month}/{entity}",
        kind="bill",
        title=f"What {entity} owes for {month}",
        answer=(
            f"{entity} owes {money(row['total_cents'])} for {month} as known now; {money(row['billed_cents'])} was "
            f"billed and {money(row['unbilled_cents'])} was not."
        ),
        arithmetic=[
            Step("The lines as known now.", sheet=line_sheet(row["lines"]), result=money(row["total_cents"])),
            Step(
                "The documents issued for the month.",
                sheet=Sheet(["document", "issued at", "total"], billed),
                result=money(row["billed_cents"]),
            ),
        ],
        rules=[rule_shown(rule) for rule in _CORRECTED_BY],
        provisions=list(provisions_shown(evidence.law, ("EDGA2015/II.A.1(user-fees)", "MARKETDATA/R20"))),
        see_also=[SeeAlso(one["id"], "a document of the month") for one in documents],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def explain_advice(evidence: Evidence, body: Body) -> Explanation:
    """Which licenses would have been cheapest, as it was told at a close."""
    pair = f"{body['recipient_firm']} at {body['distributor']}"
    chosen = " and ".join(words.FEES[fee] for fee in body["licenses"])
    answer = (
        f"For {pair}, {chosen} would have cost {money(body['cost_cents'])} in {body['month']}, "
        f"{money(body['saving_cents'])} less than user fees alone ({money(body['per_user_cost_cents'])})."
        if chosen
        else f"For {pair}, user fees alone ({money(body['cost_cents'])}) cost the least in {body['month']}."
    )
    return Explanation(
        domain=evidence.law.domain,
        id=body["id"],
        kind="outcome",
        title=f"License advice for {pair} and {body['month']}",
        answer=answer,
        story=[
            "Nine ways to hold licenses were compared for all uses of the month, whatever licenses are held."
        ],
        events=events_shown(list(evidence.events(body["event"])), 1),
        rules=[rule_shown(rule) for rule in (advice, combination_costs_cents)],
        provisions=list(provisions_shown(evidence.law, body["cites"])),
        see_also=[SeeAlso(body["event"], "the close with which it was told")],
        law=evidence.law.digest,
        replay=evidence.replay,
    )
