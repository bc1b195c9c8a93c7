"""What a month comes to on the events admitted to it: coverage, lines, counts, anomalies (sections 6.2, 7.7, 7.8)."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any, NamedTuple

from .marketdata_model_statements import License, Statements, frozen
from .marketdata_model_uses import (
    MISCLASSIFIED,
    NON_PROFESSIONAL,
    PROFESSIONAL,
    UNCLASSIFIED,
    Usage,
    Use,
    classification,
    flag,
)

Event = dict[str, Any]
Anomalies = set[tuple[tuple[str, str], ...]]
Place = tuple[str, str, str]

RANK = {"SUMMARY": 0, "PREMIUM": 1}
COUNT_OF = {
    "PROFESSIONAL_USER_SUMMARY": "professional_summary_user_count",
    "PROFESSIONAL_USER_PREMIUM": "professional_premium_user_count",
    "NON_PROFESSIONAL_USER_SUMMARY": "non_professional_summary_user_count",
    "NON_PROFESSIONAL_USER_PREMIUM": "non_professional_premium_user_count",
}


class LineKey(NamedTuple):
    """What lines of documents are told apart by (section 7.9)."""

    legal_entity: str
    fee: str
    distributor: str | None
    firm: str | None
    license: str | None
    unit_price_cents: int


Lines = Counter[LineKey]


def user_fee(uses: list[Use]) -> str | None:
    """Section 7.7: the user fee of the uses of one user that are not covered, None when all are."""
    if not uses:
        return None
    feed = "PREMIUM" if any(use.feed == "PREMIUM" for use in uses) else "SUMMARY"
    classes = {classification(record) for use in uses for record in use.records}
    return f"{PROFESSIONAL if PROFESSIONAL in classes else NON_PROFESSIONAL}_USER_{feed}"


def covers(kind: str, feed: str, use: Use) -> bool:
    """Section 7.7: whether a license of a kind and feed covers a use of its pair."""
    reaches = RANK[feed] >= RANK[use.feed]
    return reaches and (kind == "ENTERPRISE" or use.digital_media)


class Month:
    """One month on one set of admitted events."""

    def __init__(self, month: str, statements: Statements, usage: Usage) -> None:
        """Sorts the uses by who made them."""
        self.month, self.statements = month, statements
        self.parameters = statements.parameters
        self.distributors, self.firms = statements.distributors(month), statements.firms(month)
        self.with_agreement = statements.with_agreement(month)
        self.all_uses = usage.uses(month)
        self.usage = usage
        self.named: dict[Place, list[Use]] = {}
        self.anonymous: list[Use] = []
        for use in self.all_uses:
            if not self._counts(use.distributor):
                continue
            if use.individual is None:
                self.anonymous.append(use)
            else:
                self.named.setdefault((use.distributor, use.firm, use.individual), []).append(use)

    def kind(self, distributor: str) -> str | None:
        """The kind of a distributor, None while it is not registered."""
        registration = self.distributors.get(distributor)
        return None if registration is None else registration["distributor_kind"]

    def _counts(self, distributor: str) -> bool:
        """Sections 6.2 and 11: uses at an External Distributor, and by parameter at an Internal one."""
        charged = self.parameters["marketdata.internal_distributor_users_charged"]
        return self.kind(distributor) == "EXTERNAL" or (self.kind(distributor) == "INTERNAL" and charged)

    @cached_property
    def prices(self) -> dict[str, int | None]:
        """The price of every fee in the month, None when not in force."""
        fees = {each["fee"] for each in self.parameters["marketdata.price_book"]}
        fees |= {fee for fee, _ in self.statements.prices_set()}
        found = {fee: self.statements.price(fee, self.month) for fee in fees}
        return {fee: None if price is None else price.cents for fee, price in found.items()}

    def price(self, fee: str) -> int | None:
        """The price of a fee; a Premium user fee with the Summary one on top, where the mode says so."""
        cents = self.prices.get(fee)
        tops_up = self.parameters["marketdata.premium_price_mode"] == "TOP_UP"
        if cents is not None and tops_up and fee.endswith("_USER_PREMIUM"):
            return cents + (self.prices.get(fee.replace("PREMIUM", "SUMMARY")) or 0)
        return cents

    # Section 6.2: the checks of a license in a month.

    @cached_property
    def of_the_month(self) -> list[License]:
        """The licenses of the month."""
        return self.statements.licenses(self.month)

    def failure(self, license: License) -> Event | None:
        """The first check that a license fails, as an anomaly."""
        distributor, firm = license.pair
        if distributor not in self.distributors:
            return {"anomaly": "DISTRIBUTOR_NOT_REGISTERED", "distributor": distributor}
        if firm not in self.firms:
            return {"anomaly": "RECIPIENT_FIRM_NOT_REGISTERED", "recipient_firm": firm}
        if self.kind(distributor) != "EXTERNAL":
            return {"anomaly": "LICENSE_DISTRIBUTOR_NOT_EXTERNAL", "license": license.name}
        if self.prices.get(license.fee) is None:
            return {"anomaly": "PRICE_NOT_IN_FORCE", "license": license.name, "fee": license.fee}
        return None

    @cached_property
    def active(self) -> dict[tuple[str, str], list[License]]:
        """The licenses that are charged and cover, by distributor and firm."""
        result: dict[tuple[str, str], list[License]] = {}
        for each in self.of_the_month:
            if self.failure(each) is None:
                result.setdefault(each.pair, []).append(each)
        return result

    def covering(self, use: Use) -> list[License]:
        """The active licenses that cover a use."""
        return [
            each
            for each in self.active.get((use.distributor, use.firm), [])
            if covers(each.purchase["license_kind"], each.purchase["feed"], use)
        ]

    @cached_property
    def rest(self) -> dict[Place, list[Use]]:
        """The uses of each user that no license covers."""
        return {place: [use for use in uses if not self.covering(use)] for place, uses in self.named.items()}

    # Section 7.8: lines.

    @cached_property
    def lines(self) -> Lines:
        """The lines of the month, each with its quantity."""
        lines: Lines = Counter()
        for (distributor, firm, _), rest in self.rest.items():
            fee = user_fee(rest)
            cents = None if fee is None else self.price(fee)
            if fee is not None and cents is not None:
                entity = self.distributors[distributor]["legal_entity"]
                lines[LineKey(entity, fee, distributor, firm, None, cents)] += 1
        for (distributor, firm), licenses in self.active.items():
            for each in licenses:
                cents = self.prices[each.fee]
                assert cents is not None
                entity = self.firms[firm]["legal_entity"]
                lines[LineKey(entity, each.fee, distributor, firm, each.name, cents)] += 1
        consolidation = self.prices.get("DATA_CONSOLIDATION")
        if consolidation is not None:
            for entity in self._owing_consolidation():
                lines[LineKey(entity, "DATA_CONSOLIDATION", None, None, None, consolidation)] = 1
        return lines

    def owns_external(self, entity: str, kinds: tuple[str, ...] = ("EXTERNAL",)) -> bool:
        """Whether an entity owns an External Distributor with an active agreement."""
        return any(
            each["legal_entity"] == entity and each["distributor_kind"] in kinds
            for name, each in self.distributors.items()
            if name in self.with_agreement
        )

    def _owing_consolidation(self) -> set[str]:
        """Section 7.8 with the switches of section 11: who owes the Data Consolidation Fee."""
        internal = self.parameters["marketdata.consolidation_fee_internal_distributor"]
        kinds = ("EXTERNAL", "INTERNAL") if internal else ("EXTERNAL",)
        owners = {each["legal_entity"] for each in self.distributors.values()}
        owing = {entity for entity in owners if self.owns_external(entity, kinds)}
        any_license = self.parameters["marketdata.consolidation_fee_enterprise_licensee"]
        for (_, firm), licenses in self.active.items():
            if any_license or any(
                each.purchase["license_kind"] == "DIGITAL_MEDIA_ENTERPRISE" for each in licenses
            ):
                owing.add(self.firms[firm]["legal_entity"])
        return owing

    # Section 8.2: counts.

    @cached_property
    def counts(self) -> dict[tuple[str, str], dict[str, int]]:
        """The counts of each distributor and firm at which anybody counts."""
        counters: dict[tuple[str, str], Counter[str]] = {}
        for (distributor, firm, person), rest in self.rest.items():
            fee = user_fee(rest)
            covered = any(
                each.purchase["license_kind"] == "ENTERPRISE"
                for use in self.named[distributor, firm, person]
                for each in self.covering(use)
            )
            counter = counters.setdefault((distributor, firm), Counter())
            if fee is not None:
                counter[COUNT_OF[fee]] += 1
            counter["enterprise_covered_user_count"] += covered
            counter["counted_user_count"] += fee is not None or covered
        names = (*COUNT_OF.values(), "enterprise_covered_user_count", "counted_user_count")
        return {
            pair: {name: counter[name] for name in names}
            for pair, counter in counters.items()
            if counter["counted_user_count"]
        }

    # Section 6.2: anomalies with a month.

    @cached_property
    def anomalies(self) -> Anomalies:
        """Every anomaly of the month."""
        found = [
            *self._of_parties(),
            *self._of_licenses(),
            *self._of_anonymous(),
            *(one for place in self.named for one in self._of_user(place)),
        ]
        return {frozen({**each, "month": self.month}) for each in found}

    def _of_parties(self) -> list[Event]:
        """Distributors and firms that are named but not registered, and users without an agreement."""
        found = []
        named = {use.distributor for use in self.all_uses} | self.with_agreement
        for distributor in named - set(self.distributors):
            found.append({"anomaly": "DISTRIBUTOR_NOT_REGISTERED", "distributor": distributor})
        for distributor, firm, _ in self.named:
            if self.kind(distributor) == "EXTERNAL" and distributor not in self.with_agreement:
                found.append({"anomaly": "DISTRIBUTOR_WITHOUT_AGREEMENT", "distributor": distributor})
            if firm not in self.firms:
                found.append({"anomaly": "RECIPIENT_FIRM_NOT_REGISTERED", "recipient_firm": firm})
        for use in self.anonymous:
            if use.firm not in self.firms:
                found.append({"anomaly": "RECIPIENT_FIRM_NOT_REGISTERED", "recipient_firm": use.firm})
        return found

    def _of_licenses(self) -> list[Event]:
        """Licenses that fail their checks, and pairs with more than one Enterprise license."""
        found = [failure for each in self.of_the_month if (failure := self.failure(each)) is not None]
        for (distributor, firm), licenses in self.active.items():
            if sum(each.purchase["license_kind"] == "ENTERPRISE" for each in licenses) > 1:
                found.append(
                    {"anomaly": "REDUNDANT_LICENSE", "distributor": distributor, "recipient_firm": firm}
                )
        return found

    def _covered_as_digital_media(self, use: Use) -> bool:
        """Whether a Digital Media Enterprise license covers a use."""
        return any(each.purchase["license_kind"] == "DIGITAL_MEDIA_ENTERPRISE" for each in self.covering(use))

    def _of_anonymous(self) -> list[Event]:
        """Anonymous accesses that nobody can be charged for."""
        return [
            {
                "anomaly": "ANONYMOUS_ACCESS_UNBILLABLE",
                "distributor": use.distributor,
                "recipient_firm": use.firm,
            }
            for use in self.anonymous
            if not self._covered_as_digital_media(use)
        ]

    def _of_user(self, place: Place) -> list[Event]:
        """What is wrong with the uses of one individual."""
        distributor, firm, person = place
        at_firm = {"distributor": distributor, "recipient_firm": firm, "user": person}
        found: list[Event] = []
        for use in self.named[place]:
            if use.access and not self._covered_as_digital_media(use):
                if not use.running:
                    found.append({"anomaly": "ACCESS_WITHOUT_ENTITLEMENT", **at_firm})
                elif use.feed == "PREMIUM" and "PREMIUM" not in use.running:
                    found.append({"anomaly": "ACCESS_BEYOND_ENTITLED_FEED", **at_firm})
        licenses = self.active.get((distributor, firm), [])
        has_digital_media = any(
            each.purchase["license_kind"] == "DIGITAL_MEDIA_ENTERPRISE" for each in licenses
        )
        rest = self.rest[place]
        if has_digital_media and any(not use.digital_media for use in rest):
            found.append({"anomaly": "LICENSE_SCOPE_BREACH", **at_firm})
        fee = user_fee(rest)
        if fee is not None and self.price(fee) is None:
            found.append({"anomaly": "PRICE_NOT_IN_FORCE", "fee": fee})
        if not self.usage.is_device(person):
            flags = {flag(record) for use in rest for record in use.records}
            for anomaly in {UNCLASSIFIED, MISCLASSIFIED} & flags:
                found.append({"anomaly": anomaly, "distributor": distributor, "user": person})
        return found
