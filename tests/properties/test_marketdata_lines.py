"""Do the users behind a line come to its quantity, whatever happened?"""

import json
from pathlib import Path

from streams.desks.marketdata.advice import comparison_of
from streams.desks.marketdata.invoice import invoice_of
from streams.desks.marketdata.line import counted, line_named
from streams.domains.marketdata.domain import MARKETDATA
from streams.domains.marketdata.state.months import month_of_text
from tests.properties.marketdata_stories import Story, stories
from tests.unit.desks.marketdata.ledgers import evidence_in, record


def _recorded(told: Story, folder: Path) -> Path:
    lines = [json.dumps(one).encode() for one in told.events]
    law = MARKETDATA.law.with_overrides(told.parameters)
    return record(folder / f"{told.seed}.ledger", lines, law=law, partitions=3)


def test_the_users_of_every_line_come_to_its_quantity(tmp_path: Path) -> None:
    notes = users = 0
    for told in stories():
        law = MARKETDATA.law.with_overrides(told.parameters)
        with evidence_in(_recorded(told, tmp_path), law=law) as evidence:
            bills = {(one["month"], one["legal_entity"]) for one in told.result["documents"]}
            for month, entity in sorted(bills):
                invoice = invoice_of(evidence, month_of_text(month), entity=entity)
                for line in (line for one in invoice.documents for line in one.lines):
                    asked = line_named(evidence, line.line)
                    if asked.is_of_users:
                        found = list(counted(evidence, asked))
                        assert sum(one.change for one in found) == line.quantity, (told, line.line)
                        users += len(found)
                        notes += asked.is_note
    assert users
    assert notes


def test_the_cheapest_licenses_of_an_open_month_are_those_that_billing_advises(tmp_path: Path) -> None:
    compared = 0
    for told in stories():
        law = MARKETDATA.law.with_overrides(told.parameters)
        closed = set(told.books.closes)
        with evidence_in(_recorded(told, tmp_path), law=law) as evidence:
            for month, distributors in told.result["license_advice"].items():
                for distributor in distributors if month not in closed else ():
                    for firm in comparison_of(evidence, month_of_text(month), distributor).firms:
                        advised = distributors[distributor][firm.recipient_firm]
                        best = firm.best
                        found = (best.licenses, best.cost_cents, best.saving_cents)
                        assert found == (advised["licenses"], advised["cost_cents"], advised["saving_cents"])
                        assert firm.per_user.cost_cents == advised["per_user_cost_cents"]
                        compared += 1
    assert compared
