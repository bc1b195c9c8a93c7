"""The persons of a random log, and the facts about them (sections 3 and 4 of the contract)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .swaps_histories_writer import Writer
from .swaps_model_treatment import GROUP_A, GROUP_B

US_NAMES = ("USB", "USD2", "USC", "USX")
FOREIGN_NAMES = ("GBB", "JPB", "HKB", "FRC", "KYS", "IEG", "DEU")
OTHER_NAMES = ("FUND", "NAT", "EST", "ACC1", "ACC2", "ACC3", "WORLD", "CITY", "UTIL")
UNKNOWN_NAMES = ("NOBODY", "STRANGER")
TOPS = ("TOP1", "TOP2", "JOINT")
NAMES = US_NAMES + FOREIGN_NAMES + OTHER_NAMES + UNKNOWN_NAMES
HOMES = ("GB", "HK", "JP", "KY")
BRANCHES = ("B-GB", "B-HK", "B-US", "B-REP", "B-US2")
STATEMENTS = (
    "US_PERSON",
    "GUARANTEED_BY_US_PERSON",
    "SIGNIFICANT_RISK_SUBSIDIARY",
    "BELOW_DE_MINIMIS_THRESHOLD",
    "AFFILIATED_WITH_SWAP_DEALER",
)


class Circle(Writer):
    """Somebody of every kind, about whom facts of every kind become known, often late."""

    def __init__(self, seed: int | str) -> None:
        """Chooses who takes part: few enough that the same meet again and again."""
        super().__init__(seed)
        chosen = {
            *self.random.sample(US_NAMES, 2),
            *self.random.sample(FOREIGN_NAMES, 4),
            *self.random.sample(OTHER_NAMES, 2),
            *self.random.sample(UNKNOWN_NAMES, 1),
        }
        if "ACC1" in chosen or "ACC2" in chosen:
            chosen |= {"ACC1", "ACC2"}
        self.names = sorted(chosen)
        self.known: list[str] = []
        self.guarantees = [f"g{number}" for number in range(1, 7)]
        self.swaps = [f"S{number}" for number in range(1, 9)]

    def somebody(self) -> str:
        """Anyone, those of unlike kinds alike."""
        return self.pick(self.names)

    def foreigner(self) -> str:
        """Somebody from abroad, mostly."""
        return self.pick([name for name in self.names if name in FOREIGN_NAMES] or self.names)

    def american(self) -> str:
        """Somebody from the U.S., mostly."""
        return self.pick([name for name in self.names if name in US_NAMES] or self.names)

    def chance_fact(self) -> None:
        """One more fact of any kind."""
        offers: dict[Callable[[], object], float] = {
            self.person: 3,
            self.control: 2,
            self.ownership: 0.7,
            lambda: self.branch(self.pick(BRANCHES)): 1.5,
            self.registration: 3,
            self.subsidiary: 1,
            self.guarantee: 3,
            self.representation: 5,
            self.comparability: 1.5,
            self.rate: 4,
        }
        self.weighed(offers)()

    def person(self) -> None:
        """Somebody is recorded, or recorded anew."""
        name = self.somebody()
        self.fact("entity_recorded", **self._description(name))

    def _description(self, name: str) -> dict[str, Any]:
        """What somebody is, mostly what the name says."""
        fields: dict[str, Any] = {"entity": name, "kind": "LEGAL_PERSON"}
        home = "US" if name in (*US_NAMES, "CITY", "UTIL") else HOMES[len(name + name[0]) % 3]
        if self.chance(0.08):
            home = self.pick((*HOMES, "US"))
        if self.chance(0.95):
            fields["organized_in"] = home
        fields["principal_place_of_business"] = home if self.chance(0.95) else "US"
        if self.chance(0.85):
            fields["home_jurisdiction"] = home
        if name == "FUND":
            fields["kind"] = "COLLECTIVE_INVESTMENT_VEHICLE"
            fields["principal_place_of_business"] = self.pick(("US", "US", "KY"))
            fields["offered_publicly_only_to_non_us_persons"] = self.chance(0.5)
        elif name in ("NAT", "EST"):
            fields["kind"] = "NATURAL_PERSON" if name == "NAT" else "ESTATE"
            if self.chance(0.9):
                fields["resident_in"] = self.pick(("US", "GB"))
        elif name.startswith("ACC"):
            fields["kind"] = "ACCOUNT"
            fields["account_owner"] = self.pick(("ACC1", "ACC2", self.somebody(), self.foreigner()))
        elif name == "WORLD":
            fields["kind"] = "INTERNATIONAL_ORGANIZATION"
        elif name in ("CITY", "UTIL") or self.chance(0.05):
            fields["special_entity"] = self.chance(0.9)
            fields["utility_special_entity"] = name == "UTIL" or self.chance(0.1)
        if name == "USC" or self.chance(0.1):
            fields["financial_entity"] = self.chance(0.1)
        if self.chance(0.5):
            fields["insured_depository_institution"] = self.chance(0.8)
        if self.chance(0.1):
            fields["us_ownership_ppm"] = 900_000
        return fields

    def control(self) -> None:
        """Who controls somebody: nobody, one, two jointly, or each other."""
        name = self.pick([*self.names, *TOPS])
        offers = [self.pick(TOPS), self.pick(TOPS), self.somebody()]
        controllers = self.random.sample(offers, self.weighed({0: 1.0, 1: 7, 2: 3}))
        self.fact("control_recorded", entity=name, controllers=sorted(set(controllers)))

    def ownership(self) -> None:
        """Who owns the majority of somebody."""
        for name in self.random.sample(self.names, 2):
            owners = [] if self.chance(0.1) else [self.pick((*TOPS[:2], self.somebody()))]
            self.fact("majority_ownership_recorded", entity=name, majority_owners=owners)

    def branch(self, name: str) -> None:
        """A branch, sometimes moved."""
        place = "US" if name.startswith("B-US") else "HK" if name == "B-HK" else "GB"
        if self.chance(0.05):
            place = self.pick(("US", "GB", "KY"))
        self.fact(
            "branch_recorded",
            branch=name,
            entity=self.somebody(),
            located_in=place,
            foreign_branch_conditions_met=self.chance(0.05 if name == "B-REP" else 0.95),
        )

    def registration(self) -> None:
        """Somebody is registered, or no longer."""
        self.fact(
            "registration_recorded",
            entity=self.pick((self.somebody(), self.somebody(), self.american(), self.pick(TOPS))),
            category=self.weighed({"SWAP_DEALER": 5.0, "MAJOR_SWAP_PARTICIPANT": 2}),
            status=self.weighed({"REGISTERED": 5.0, "NOT_REGISTERED": 1}),
        )

    def subsidiary(self) -> None:
        """The figures of a subsidiary, around the edges of the test."""
        self.fact(
            "significant_subsidiary_recorded",
            entity=self.pick((self.foreigner(), self.foreigner(), self.somebody())),
            ultimate_us_parent_assets_cents=self.pick(
                (5_000_000_000_000, 5_000_000_000_001, 6_000_000_000_000, 10**17)
            ),
            equity_capital_share_ppm=self.pick((0, 49_999, 50_000)),
            revenue_share_ppm=self.pick((0, 99_999, 100_000)),
            total_assets_share_ppm=self.pick((0, 0, 99_999, 100_000)),
            federal_reserve_supervised=True if self.chance(0.1) else None,
            basel_consistent_home_supervision=self.pick((True, None)),
            margin_comparability_determination=self.pick((True, False, None)),
        )

    def guarantee(self) -> None:
        """A guarantee: of a chain, a circle, for one claim, for one swap, or only its like."""
        obligor = self.pick((self.foreigner(), self.foreigner(), self.somebody()))
        self.fact(
            "guarantee_recorded",
            guarantee=self.pick(self.guarantees),
            guarantor=self.pick((self.american(), self.somebody(), self.foreigner(), self.pick(TOPS))),
            obligor=self.pick((obligor, obligor, obligor, self.pick(TOPS))),
            beneficiary=self.somebody() if self.chance(0.35) else None,
            swap=self.pick(self.swaps) if self.chance(0.15) else None,
            kind=self.weighed(
                {"RECOURSE": 8.0, "KEEPWELL": 1, "LIQUIDITY_PUT": 0.2, "INDEMNITY": 0.2}
                | {"MASTER_TRUST": 0.2, "LOSS_SHARING": 0.2, "ENDED": 1}
            ),
        )

    def representation(self) -> None:
        """A representation, usable or not."""
        basis = self.weighed(
            {"FINAL_RULE": 5.0, "CROSS_BORDER_MARGIN_RULE": 1, "INTERPRETIVE_GUIDANCE_2013": 1}
        )
        statement = self.pick(STATEMENTS)
        self.fact(
            "representation_recorded",
            made_by=self.somebody(),
            made_to=self.somebody() if self.chance(0.5) else None,
            statement=statement,
            value=self.chance({"BELOW_DE_MINIMIS_THRESHOLD": 0.9, "US_PERSON": 0.3}.get(statement, 0.5)),
            guarantor_financial_entity=self.chance(0.5) if self.chance(0.5) else None,
            basis=basis,
            made_on=self.pick(("2019-05-05", "2020-11-12", "2020-11-13", "2021-01-04")),
            known_inaccurate_from=self.day() if self.chance(0.15) else None,
        )

    def comparability(self) -> None:
        """One determination, or its end."""
        self.fact(
            "comparability_determined",
            jurisdiction=self.pick((*HOMES, "US")),
            requirement=self.pick((*GROUP_A, *GROUP_B, *GROUP_B, *GROUP_B)),
            comparable=self.weighed({None: 5.0, True: 2, False: 3}),
        )

    def comparability_of_everything(self) -> None:
        """A jurisdiction is found comparable for most requirements."""
        jurisdiction = self.pick(HOMES)
        for requirement in (*GROUP_A, *GROUP_B):
            if self.chance(0.5):
                self.fact("comparability_determined", jurisdiction=jurisdiction, requirement=requirement)

    def rate(self) -> None:
        """A rate of a day, sometimes once more."""
        event = self.event(
            "fx_rate_published",
            currency=self.pick(("EUR", "EUR", "JPY")),
            rate_on=self.day(),
            usd_per_unit_ppb=self.pick((1_160_050_000, 499_999_999, 500_000_000, 1, 8_765_432)),
        )
        self.write(event)
