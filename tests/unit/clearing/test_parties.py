"""Which institutions are known, and from when on?"""

from streams.domains.clearing.state.parties import NEVER, Parties


def parties() -> Parties:
    made = Parties()
    made.register_member("A", "CENTRAL", 10)
    made.register_entity("N1", "LOCAL", "A", 10)
    return made


def test_a_member_is_known_from_its_registration_on() -> None:
    assert [at for at in (9, 10, 11) if parties().is_member("A", at)] == [10, 11]


def test_a_non_member_entity_is_known_from_its_registration_on_and_no_member() -> None:
    assert [at for at in (9, 10) if parties().is_known("N1", at)] == [10]
    assert not parties().is_member("N1", 10)


def test_the_bank_of_canada_was_always_a_member() -> None:
    assert parties().is_member("BANK_OF_CANADA", -NEVER + 1)
    assert parties().is_known("BANK_OF_CANADA", -NEVER + 1)


def test_the_general_manager_is_reserved_and_no_member() -> None:
    assert parties().is_in_use("GENERAL_MANAGER")
    assert not parties().is_known("GENERAL_MANAGER", 10)


def test_an_unknown_name_is_never_a_member() -> None:
    assert not parties().is_known("Z", NEVER - 1)
    assert not parties().is_in_use("Z")


def test_a_member_without_a_class_is_of_the_class_other() -> None:
    assert parties().member_class("A") == "CENTRAL"
    assert parties().member_class("Z") == "OTHER"


def test_members_are_listed_with_the_bank_and_without_entities() -> None:
    assert parties().members() == ["A", "BANK_OF_CANADA"]


def test_an_entity_has_a_kind_and_a_member_none() -> None:
    assert parties().entity_kind("N1") == "LOCAL"
    assert parties().entity_kind("A") is None
