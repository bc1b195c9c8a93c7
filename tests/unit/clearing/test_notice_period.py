"""Was a notice given in time? (BL3/2(2), BL3/37, BL3/38, BL3/39(2), BL3/43)"""

from msgspec import UNSET

from streams.domains.clearing.rules.notice_period import is_too_short, is_waived


def test_thirty_days_are_enough() -> None:
    assert not is_too_short("2003-11-03", "2003-12-03", 30)


def test_twenty_nine_days_are_too_short() -> None:
    assert is_too_short("2003-11-03", "2003-12-02", 30)


def test_days_are_calendar_days_also_through_february() -> None:
    assert not is_too_short("2004-02-01", "2004-03-02", 30)
    assert is_too_short("2003-02-01", "2003-03-02", 30)


def test_all_who_are_entitled_must_waive() -> None:
    assert is_waived(("GENERAL_MANAGER", "I1", "A"), "I1", "GENERAL_MANAGER")
    assert not is_waived(("GENERAL_MANAGER",), "I1", "GENERAL_MANAGER")


def test_a_waiver_left_out_waives_nothing() -> None:
    assert not is_waived(UNSET, "I1")
