"""The rows of counting.csv and treatment.csv as one log for each table: a row is a swap between two of its own."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from .swaps_model_schema import SCHEMA_PATH, Event
from .swaps_model_treatment import GROUP_A, GROUP_B

DAY = "2022-01-10"
KNOWN = {"at": "2021-01-01T00:00:00Z"}

PERSONS = {
    "US_PERSON": "us",
    "US_SWAP_DEALER": "us dealer",
    "US_SWAP_DEALER_FOREIGN_BRANCH": "us dealer abroad",
    "US_SWAP_DEALER_FOREIGN_BRANCH_OUTSIDE_NORMAL_COURSE": "us dealer abroad odd",
    "US_PERSON_FOREIGN_BRANCH": "us abroad",
    "US_SWAP_ENTITY": "us dealer",
    "US_SWAP_ENTITY_FOREIGN_BRANCH": "us dealer abroad",
    "GUARANTEED_ENTITY": "financial",
    "GUARANTEED_SWAP_ENTITY": "financial dealer",
    "GUARANTEED_BY_FINANCIAL_ENTITY": "financial",
    "GUARANTEED_SWAP_DEALER": "financial dealer",
    "GUARANTEED_AFFILIATE_OF_SWAP_DEALER_BELOW_THRESHOLD": "financial sister below",
    "GUARANTEED_AFFILIATE_OF_SWAP_DEALER_NOT_SHOWN_BELOW": "financial sister",
    "GUARANTEED_BELOW_THRESHOLD_NO_SWAP_DEALER_AFFILIATE": "financial below",
    "GUARANTEED_BY_NON_FINANCIAL_ENTITY": "industrial",
    "GUARANTEED_BY_FINANCIAL_AND_NON_FINANCIAL_ENTITY": "financial industrial",
    "KEEPWELL_ONLY": "keepwell",
    "SIGNIFICANT_RISK_SUBSIDIARY": "significant",
    "SIGNIFICANT_RISK_SUBSIDIARY_SWAP_DEALER": "significant dealer",
    "SIGNIFICANT_RISK_SUBSIDIARY_SWAP_ENTITY": "significant dealer",
    "GUARANTEED_SIGNIFICANT_RISK_SUBSIDIARY": "significant financial",
    "OTHER_NON_US_PERSON": "",
    "OTHER_NON_US_PERSON_SWAP_DEALER": "dealer",
    "OTHER_NON_US_SWAP_ENTITY": "dealer",
    "OTHER_NON_US_PERSON_US_BRANCH": "in_us",
    "OTHER_NON_US_SWAP_ENTITY_US_BRANCH": "dealer in_us",
    "UNKNOWN": "unknown",
}
"""What the columns call somebody, and the traits that the name stands for."""

QUALIFYING = {
    "facility": "DESIGNATED_CONTRACT_MARKET",
    "executed_anonymously": True,
    "clearing": "EXEMPT_DERIVATIVES_CLEARING_ORGANIZATION",
}
EXECUTIONS: dict[str, dict[str, Any]] = {
    "BILATERAL_NOT_CLEARED": {},
    "ANONYMOUS_QUALIFYING_FACILITY_CLEARED": QUALIFYING,
    "QUALIFYING_FACILITY_CLEARED_NOT_ANONYMOUS": {**QUALIFYING, "executed_anonymously": False},
    "ANONYMOUS_QUALIFYING_FACILITY_NOT_CLEARED": {**QUALIFYING, "clearing": "NOT_CLEARED"},
    "ANONYMOUS_QUALIFYING_FACILITY_OTHER_CLEARING_HOUSE": {**QUALIFYING, "clearing": "OTHER_CLEARING_HOUSE"},
    "ANONYMOUS_OTHER_FACILITY_CLEARED": {**QUALIFYING, "facility": "OTHER_FOREIGN_BOARD_OF_TRADE"},
}


def table(name: str) -> list[dict[str, str]]:
    """The rows of a decision table."""
    with (Path(SCHEMA_PATH).parent / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def log_of(rows: list[dict[str, str]]) -> list[Event]:
    """A log in which the swap of row 7 is S7, dealt in by P7 and not by C7, with one close."""
    facts = [
        _entity("BANK", "US"),
        _entity("FACTORY", "US") | {"financial_entity": False},
    ]
    swaps = []
    for number, row in enumerate(rows):
        dealing = row.get("counting_party") or row["swap_entity"]
        home = "GB" if row.get("comparability_determined") != "false" else "FR"
        facts += _facts(f"P{number}", PERSONS[dealing], home)
        facts += _facts(f"C{number}", PERSONS[row["counterparty"]], home)
        swaps.append(_swap(number, row, dealing))
    for requirement in (*GROUP_A, *GROUP_B):
        for jurisdiction in ("GB", "HK"):
            facts.append(
                _fact("comparability_determined", jurisdiction=jurisdiction, requirement=requirement)
            )
    close = {"type": "day_closed", "day_on": DAY, "at": f"{DAY}T23:59:59Z"}
    events: list[Event] = [*facts, *swaps, close]
    return [{"id": f"e{number}", **event} for number, event in enumerate(events)]


def _fact(kind: str, /, **fields: Any) -> Event:
    """A fact that always holds."""
    return {"type": kind, **KNOWN, **fields}


def _entity(name: str, country: str) -> Event:
    """A legal person at home in a country."""
    fields = {name: country for name in ("organized_in", "principal_place_of_business", "home_jurisdiction")}
    return _fact("entity_recorded", entity=name, kind="LEGAL_PERSON", **fields)


def _facts(name: str, traits: str, home: str) -> list[Event]:
    """The facts behind somebody's traits."""
    has = traits.split()
    facts = [] if "unknown" in has else [_entity(name, "US" if "us" in has else home)]
    for trait, guarantor, kind in (
        ("financial", "BANK", "RECOURSE"),
        ("industrial", "FACTORY", "RECOURSE"),
        ("keepwell", "BANK", "KEEPWELL"),
    ):
        if trait in has:
            facts.append(
                _fact(
                    "guarantee_recorded",
                    guarantee=f"{trait}-{name}",
                    guarantor=guarantor,
                    obligor=name,
                    kind=kind,
                )
            )
    if "significant" in has:
        figures = {"ultimate_us_parent_assets_cents": 5_000_000_000_001, "equity_capital_share_ppm": 0}
        shares = {"revenue_share_ppm": 100_000, "total_assets_share_ppm": 0}
        facts.append(_fact("significant_subsidiary_recorded", entity=name, **figures, **shares))
    if "dealer" in has:
        facts.append(_dealer(name))
    if "sister" in has:
        facts.append(_fact("control_recorded", entity=name, controllers=[f"{name}-PARENT"]))
        facts.append(_fact("control_recorded", entity=f"{name}-SISTER", controllers=[f"{name}-PARENT"]))
        facts.append(_dealer(f"{name}-SISTER"))
    if "below" in has:
        said = {"statement": "BELOW_DE_MINIMIS_THRESHOLD", "value": True}
        basis = {"basis": "FINAL_RULE", "made_on": "2021-01-04"}
        facts.append(_fact("representation_recorded", made_by=name, **said, **basis))
    if {"abroad", "in_us"} & set(has):
        # The branch of those for whom nothing is comparable stands where nothing is, too.
        place = "US" if "in_us" in has else "HK" if home == "GB" else "FR"
        facts.append(
            _fact(
                "branch_recorded",
                branch=f"{name}-BRANCH",
                entity=name,
                located_in=place,
                foreign_branch_conditions_met=True,
            )
        )
    return facts


def _dealer(name: str) -> Event:
    """Somebody is registered as swap dealer."""
    return _fact("registration_recorded", entity=name, category="SWAP_DEALER", status="REGISTERED")


def _swap(number: int, row: dict[str, str], dealing: str) -> Event:
    """The swap of a row."""
    anonymous = row.get("anonymous_and_cleared") == "true"
    execution = EXECUTIONS[row["execution"]] if "execution" in row else QUALIFYING if anonymous else {}
    return {
        "type": "swap_traded",
        "at": f"{DAY}T12:00:00Z",
        "swap": f"S{number}",
        "traded_on": DAY,
        "product": "INTEREST_RATE_SWAP",
        "notionals": [{"currency": "USD", "notional_cents": 100_000_000}],
        "parties": [
            {"dealing": True, **_acting(f"P{number}", PERSONS[dealing])},
            {"dealing": False, **_acting(f"C{number}", PERSONS[row["counterparty"]])},
        ],
        **execution,
    }


def _acting(name: str, traits: str) -> dict[str, Any]:
    """How somebody acts in a swap: through its branch, if it has one."""
    has = traits.split()
    if not {"abroad", "in_us"} & set(has):
        return {"entity": name}
    usual = {"branch_is_payment_office": True, "branch_normal_course": "odd" not in has}
    return {"entity": name, "branch": f"{name}-BRANCH", "booked_in_branch": True, **usual}
