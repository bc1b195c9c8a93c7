"""Who is a significant risk subsidiary? (17CFR23.23/(a)(12) to (15), section 4.2 of the contract)"""

import pytest

from streams.domains.swaps.rules.significant_risk_subsidiary import is_significant_risk_subsidiary
from tests.unit.swaps.events import Event, on_day, person, subsidiary, values

NO_SHARES = {"equity_capital_share_ppm": 0, "revenue_share_ppm": 0, "total_assets_share_ppm": 0}


def answer(*facts: Event) -> bool:
    return is_significant_risk_subsidiary("A", on_day(*facts), values())


@pytest.mark.parametrize(
    ("share", "ppm", "is_one"),
    [
        ("equity_capital_share_ppm", 50_000, True),
        ("equity_capital_share_ppm", 49_999, False),
        ("revenue_share_ppm", 100_000, True),
        ("revenue_share_ppm", 99_999, False),
        ("total_assets_share_ppm", 100_000, True),
        ("total_assets_share_ppm", 99_999, False),
    ],
)
def test_one_share_at_its_line_is_enough(share: str, ppm: int, is_one: bool) -> None:
    assert answer(person("A"), subsidiary("A", **{**NO_SHARES, share: ppm})) is is_one


@pytest.mark.parametrize(("cents", "is_one"), [(5_000_000_000_000, False), (5_000_000_000_001, True)])
def test_the_parent_has_more_than_the_line(cents: int, is_one: bool) -> None:
    assert answer(person("A"), subsidiary("A", ultimate_us_parent_assets_cents=cents)) is is_one


def test_supervision_by_the_federal_reserve_frees_it() -> None:
    assert not answer(person("A"), subsidiary("A", federal_reserve_supervised=True))


@pytest.mark.parametrize(
    ("basel", "margin", "is_one"), [(True, True, False), (True, False, True), (False, True, True)]
)
def test_home_supervision_frees_it_together_with_a_margin_determination(
    basel: bool, margin: bool, is_one: bool
) -> None:
    supervised = {"basel_consistent_home_supervision": basel, "margin_comparability_determination": margin}
    assert answer(person("A"), subsidiary("A", **supervised)) is is_one


def test_a_us_person_is_none_and_somebody_unknown_may_be_one() -> None:
    assert not answer(person("A", "US"), subsidiary("A"))
    assert answer(subsidiary("A"))


def test_nobody_is_one_without_figures() -> None:
    assert not answer(person("A"))
