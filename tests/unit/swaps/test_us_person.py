"""Who is a U.S. person? (17CFR23.23/(a)(23), section 4.1 of the contract)"""

import pytest

from streams.domains.swaps.rules.us_person import is_us_person
from tests.unit.swaps.events import event, on_day, person, values


def answer(*facts: dict[str, object], entity: str = "A", **parameters: object) -> bool | None:
    return is_us_person(entity, on_day(*facts), values(**parameters))


def of_kind(kind: str, entity: str = "A", **fields: object) -> dict[str, object]:
    return event("entity_recorded", entity=entity, kind=kind, **fields)


@pytest.mark.parametrize(
    ("organized_in", "run_from", "is_us"),
    [("US", "GB", True), ("GB", "US", True), ("GB", "GB", False), ("US", "US", True)],
)
def test_a_legal_person_is_one_by_its_law_or_by_where_it_is_run_from(
    organized_in: str, run_from: str, is_us: bool
) -> None:
    assert answer(person("A", organized_in, principal_place_of_business=run_from)) is is_us


def test_nobody_is_known_without_a_record() -> None:
    assert answer() is None


def test_an_international_organization_is_none_wherever_it_sits() -> None:
    assert answer(of_kind("INTERNATIONAL_ORGANIZATION", organized_in="US")) is False


@pytest.mark.parametrize("kind", ["NATURAL_PERSON", "ESTATE"])
@pytest.mark.parametrize(("country", "is_us"), [("US", True), ("CA", False)])
def test_a_natural_person_and_an_estate_are_where_the_person_lives_or_lived(
    kind: str, country: str, is_us: bool
) -> None:
    assert answer(of_kind(kind, resident_in=country)) is is_us


def test_a_natural_person_of_unknown_residence_is_none() -> None:
    assert answer(of_kind("NATURAL_PERSON")) is False


@pytest.mark.parametrize(("owner", "is_us"), [("US", True), ("GB", False)])
def test_an_account_is_what_its_owner_is(owner: str, is_us: bool) -> None:
    assert answer(of_kind("ACCOUNT", account_owner="B"), person("B", owner)) is is_us


def test_accounts_held_for_each_other_in_a_circle_are_unknown() -> None:
    assert answer(of_kind("ACCOUNT", account_owner="B"), of_kind("ACCOUNT", "B", account_owner="A")) is None


def test_an_account_of_somebody_without_a_record_is_unknown() -> None:
    assert answer(of_kind("ACCOUNT", account_owner="B")) is None


VEHICLE = of_kind(
    "COLLECTIVE_INVESTMENT_VEHICLE",
    organized_in="KY",
    principal_place_of_business="US",
    offered_publicly_only_to_non_us_persons=True,
)


def test_a_vehicle_offered_abroad_only_is_none_though_it_is_run_from_the_us() -> None:
    assert answer(VEHICLE) is False


def test_a_vehicle_offered_abroad_only_is_one_where_that_does_not_override() -> None:
    assert answer(VEHICLE, public_offer_overrides_principal_place=False) is True


def test_a_vehicle_organized_in_the_us_is_one_wherever_it_is_offered() -> None:
    assert answer({**VEHICLE, "organized_in": "US"}) is True


def test_a_company_offered_abroad_only_gets_nothing_from_that() -> None:
    assert answer({**VEHICLE, "kind": "LEGAL_PERSON"}) is True


def test_who_owns_somebody_never_matters() -> None:
    assert answer(person("A", "GB", us_ownership_ppm=1_000_000)) is False
