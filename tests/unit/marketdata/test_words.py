"""What do uses come to, and how do months go on? (section 9.2 of the contract)"""

from streams.domains.marketdata.state.words import (
    PREMIUM_OTHER,
    PROFESSIONAL,
    SUMMARY_OTHER,
    UNCLASSIFIED,
    USED,
    cell_of,
    course_of,
    has_flags,
    in_cell,
    joined,
    professional_cells,
    profile_of,
    steps,
    used_cells,
    word_in,
)

NON = in_cell(SUMMARY_OTHER, USED)
PRO = in_cell(PREMIUM_OTHER, USED | PROFESSIONAL)


def test_a_use_has_one_of_four_cells() -> None:
    cells = [
        cell_of(feed, is_digital=digital) for feed in ("SUMMARY", "PREMIUM") for digital in (False, True)
    ]
    assert cells == [0, 1, 2, 3]


def test_there_are_80_profiles_that_are_not_empty() -> None:
    found = {
        profile_of(sum(in_cell(cell, bits) for cell, bits in enumerate((a, b, c, d))))
        for a in (0, 1, 3)
        for b in (0, 1, 3)
        for c in (0, 1, 3)
        for d in (0, 1, 3)
    }
    assert found == set(range(81))


def test_a_profile_keeps_what_is_used_and_by_whom() -> None:
    profile = profile_of(NON | PRO)
    assert used_cells(profile) == 0b0101
    assert professional_cells(profile) == 0b0100


def test_flags_do_not_change_a_profile() -> None:
    flagged = NON | in_cell(SUMMARY_OTHER, UNCLASSIFIED)
    assert profile_of(flagged) == profile_of(NON)
    assert has_flags(flagged)
    assert not has_flags(NON | PRO)


def test_a_word_holds_until_the_next_month_that_is_named() -> None:
    course = course_of([(5, 0), (6, NON), (7, NON), (9, PRO), (10, 0)])
    assert course == [6, NON, 9, PRO, 10, 0]
    assert [word_in(course, month) for month in (5, 6, 8, 9, 10, 99)] == [0, NON, NON, PRO, 0, 0]


def test_bits_are_joined_to_one_month_alone() -> None:
    course = joined([6, NON], 8, PRO)
    assert [word_in(course, month) for month in (7, 8, 9)] == [NON, NON | PRO, NON]
    assert joined([], 8, PRO) == [8, PRO, 9, 0]


def test_steps_are_the_months_in_which_the_profile_changes() -> None:
    flagged = NON | in_cell(SUMMARY_OTHER, UNCLASSIFIED)
    one, two = profile_of(NON), profile_of(PRO)
    assert steps([6, NON, 7, flagged, 8, PRO, 9, 0]) == [(6, 0, one), (8, one, two), (9, two, 0)]
