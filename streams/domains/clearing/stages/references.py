"""What follows from an event that names an entry which is there?"""

from typing import assert_never

from schemas import clearing as events
from schemas.instants import instant_us
from streams.domains.clearing.law.values import ClearingLaw, Values
from streams.domains.clearing.rules.claims import decide_claim
from streams.domains.clearing.rules.correction import decide_correction
from streams.domains.clearing.rules.possession import decide_possession, is_held_by_payer, new_holder
from streams.domains.clearing.rules.reference import ReferringEvent, ReferringSituation
from streams.domains.clearing.rules.returns import BOOKED_AS, decide_return, is_booked_in_own_cycle
from streams.domains.clearing.stages.outcomes import Publisher
from streams.domains.clearing.state.entries import Entry
from streams.domains.clearing.state.registry import Registry
from streams.domains.clearing.state.totals import SECTION_54, CellAdder, book_correction, book_return


class References:
    """Judges corrections, returns, hand-overs and claims, and books what they move."""

    def __init__(self, registry: Registry, law: ClearingLaw, cells: CellAdder, publish: Publisher) -> None:
        self._registry = registry
        self._law = law
        self._cells = cells
        self._publish = publish

    def judge(self, event: ReferringEvent, entry: Entry) -> None:
        """Decide an event about an entry, alter the entry, book what moves, publish."""
        law = self._law.on(instant_us(event.at))
        match event:
            case events.CorrectionSubmitted():
                self._correct(event, entry, law)
            case events.ReturnSubmitted():
                self._return(event, entry, law)
            case events.ItemForwarded():
                of_forwarded = ReferringSituation(event, entry, self._registry, law)
                self._hand_over(of_forwarded, event, entry)
            case events.ItemRemitted():
                of_remitted = ReferringSituation(event, entry, self._registry, law)
                self._hand_over(of_remitted, event, entry)
            case events.ReimbursementClaimed():
                self._claim(event, entry, law)
            case _:
                assert_never(event)

    def _correct(self, event: events.CorrectionSubmitted, entry: Entry, law: Values) -> None:
        verdict = decide_correction(ReferringSituation(event, entry, self._registry, law))
        if verdict.verdict != "ACCEPTED":
            kind = "correction_refused" if verdict.is_refused else "correction_superseded"
            self._publish.verdict(event, entry.id, verdict, kind, {"ref": entry.id})
            return
        self._publish.verdict(
            event,
            entry.id,
            verdict,
            "correction_accepted",
            {
                "ref": entry.id,
                "change_cents": event.value_cents - entry.value_cents,
                "change_item_count": event.item_count - entry.item_count,
            },
        )
        book_correction(self._cells, entry, event.value_cents, event.item_count)
        entry.corrected = (instant_us(event.at), event.id)

    def _return(self, event: events.ReturnSubmitted, entry: Entry, law: Values) -> None:
        of = ReferringSituation(event, entry, self._registry, law)
        verdict = decide_return(of)
        if verdict.is_refused:
            self._publish.verdict(event, entry.id, verdict, "return_refused", {"ref": entry.id})
            return
        booked_in = str(dict(verdict.more)["booked_in_cycle"])
        parties = {"gainer": entry.paying_clearer, "loser": entry.receiving_clearer}
        amounts = {"value_cents": event.value_cents, "item_count": event.item_count}
        fields = {"ref": entry.id, "booked_in_cycle": booked_in, **parties, **amounts}
        self._publish.verdict(event, entry.id, verdict, "return_accepted", fields)
        kind = BOOKED_AS[event.ground]
        if kind == SECTION_54 and is_booked_in_own_cycle(of):
            self._tell_credit(event, entry)
        if event.ground == "SECTION_60":
            case = self._registry.defaults.newest_indirect(event.made_by, entry.payer, of.at_us)
            if case is not None:
                self._cells.add(f"section_60/{case.key}", event.value_cents)
        book_return(self._cells, entry, booked_in, kind, event.value_cents, event.item_count)
        entry.returned_cents += event.value_cents
        entry.returned_count += event.item_count

    def _tell_credit(self, event: events.ReturnSubmitted, entry: Entry) -> None:
        """Publish what a return in the failed cycle brings the member in default (55)."""
        fields = {
            "cycle": entry.cycle,
            "member": entry.paying_clearer,
            "from": entry.receiving_clearer,
            "amount_cents": event.value_cents,
            "return": event.id,
        }
        key = f"{entry.cycle}/{entry.paying_clearer}"
        self._publish.outcome(event, key, "section_55_credit_due", ["BL3/55"], fields)

    def _hand_over(
        self,
        of: ReferringSituation[events.ItemForwarded] | ReferringSituation[events.ItemRemitted],
        event: events.ItemForwarded | events.ItemRemitted,
        entry: Entry,
    ) -> None:
        verdict = decide_possession(of)
        if verdict.is_refused:
            self._publish.verdict(event, entry.id, verdict, "possession_refused", {"ref": entry.id})
            return
        was_held_by_payer = is_held_by_payer(entry)
        entry.holder = new_holder(event, entry)
        change = is_held_by_payer(entry) - was_held_by_payer
        if change:
            self._cells.add(f"forwarded/{entry.counterparty}/{entry.payer}/{entry.id}", change)
        self._publish.verdict(
            event, entry.id, verdict, "possession_changed", {"ref": entry.id, "holder": entry.holder}
        )

    def _claim(self, event: events.ReimbursementClaimed, entry: Entry, law: Values) -> None:
        verdict = decide_claim(ReferringSituation(event, entry, self._registry, law))
        if verdict.is_refused:
            self._publish.verdict(event, entry.id, verdict, "reimbursement_refused", {"ref": entry.id})
            return
        entry.claimed_cents += event.value_cents
        due = {
            "entry": entry.id,
            "from": entry.made_by,
            "to": event.made_by,
            "amount_cents": event.value_cents,
        }
        self._publish.verdict(event, entry.id, verdict, "reimbursement_due", due)
        self._publish.row("reimbursements", event.id, due)
