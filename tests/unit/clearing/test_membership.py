"""Who becomes known, and who ceases to exist? (BL3/4, BL3/25, BL3/36)"""

import pytest

from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import EVENING, amalgamated, local, member
from tests.unit.clearing.situations import TWO_CLEARERS, reason, registry_of


@pytest.mark.parametrize("name", ["A", "N1", "BANK_OF_CANADA", "GENERAL_MANAGER"])
def test_an_identifier_in_use_or_reserved_is_not_registered(name: str) -> None:
    before = (*TWO_CLEARERS, local("N1", "A"))
    assert reason(member(name), before) is Reason.ALREADY_REGISTERED
    assert reason(local(name, "A"), before) is Reason.ALREADY_REGISTERED


def test_a_new_identifier_is_registered() -> None:
    assert reason(member("C"), TWO_CLEARERS) is None
    assert reason(local("N1", "A"), TWO_CLEARERS) is None


def test_a_member_registered_without_a_class_is_of_the_class_other() -> None:
    parties = registry_of(member("C"), member("D", member_class="CENTRAL")).parties
    assert (parties.member_class("C"), parties.member_class("D")) == ("OTHER", "CENTRAL")


def test_a_member_answers_for_every_non_member_entity() -> None:
    assert reason(local("N1", "Z"), TWO_CLEARERS) is Reason.UNKNOWN_MEMBER
    assert reason(local("N1", "BANK_OF_CANADA"), TWO_CLEARERS) is None


def test_two_members_amalgamate() -> None:
    assert reason(amalgamated("A", "B"), TWO_CLEARERS) is None


def test_nobody_ceases_into_itself() -> None:
    assert reason(amalgamated("A", "A"), TWO_CLEARERS) is Reason.SELF_ENTRY


@pytest.mark.parametrize("pair", [("A", "Z"), ("Z", "B"), ("A", "BANK_OF_CANADA"), ("BANK_OF_CANADA", "B")])
def test_both_must_be_members_other_than_the_bank(pair: tuple[str, str]) -> None:
    assert reason(amalgamated(*pair), TWO_CLEARERS) is Reason.UNKNOWN_MEMBER


def test_nobody_ceases_into_one_that_has_ceased() -> None:
    before = (*TWO_CLEARERS, member("C"), amalgamated("B", "C", EVENING))
    assert reason(amalgamated("A", "B", EVENING), before) is Reason.UNKNOWN_MEMBER
    assert reason(amalgamated("A", "B", "2003-11-03T19:59:59Z"), before) is None


def test_one_that_has_ceased_may_cease_again() -> None:
    before = (*TWO_CLEARERS, member("C"), amalgamated("A", "B"))
    assert reason(amalgamated("A", "C", EVENING), before) is None
