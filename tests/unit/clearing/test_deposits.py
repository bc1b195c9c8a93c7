"""What do those owe whom a member in default represents? (BL3/56)"""

from streams.domains.clearing.rules.deposits import section_56_obligations_cents


def test_each_owes_its_position_less_what_it_holds() -> None:
    """Worked example 17.6: I3 holds more than it owes."""
    positions = {"I1": -12_000_000 - 750_000, "I2": -5_500_000 + 2_000_000, "I3": -1_000_000 + 750_000}
    balances = {"I1": 2_750_000, "I2": 500_000, "I3": 400_000}
    assert section_56_obligations_cents(positions, balances, set()) == {"I1": 10_000_000, "I2": 3_000_000}


def test_an_overdraft_adds_to_what_a_position_below_zero_owes() -> None:
    assert section_56_obligations_cents({"I1": -10}, {"I1": -5}, set()) == {"I1": 15}


def test_an_overdraft_alone_founds_no_obligation() -> None:
    assert section_56_obligations_cents({"I1": 0, "I2": 1}, {"I1": -5, "I2": -5}, set()) == {}


def test_a_balance_that_covers_the_position_exactly_leaves_nothing() -> None:
    assert section_56_obligations_cents({"I1": -10}, {"I1": 10}, set()) == {}


def test_a_single_cent_is_owed() -> None:
    assert section_56_obligations_cents({"I1": -10}, {"I1": 9}, set()) == {"I1": 1}


def test_a_balance_that_was_not_reported_counts_as_zero() -> None:
    assert section_56_obligations_cents({"I1": -10}, {}, set()) == {"I1": 10}


def test_who_has_settled_with_its_clearer_owes_nothing() -> None:
    assert section_56_obligations_cents({"I1": -10, "I2": -20}, {}, {"I1"}) == {"I2": 20}
