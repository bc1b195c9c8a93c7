"""Who is in default, since when, and how far has its case come? (BL3/53 to BL3/60)"""

from streams.domains.clearing.state.defaults import Defaults


def defaults(*begins: int, ends: tuple[int, ...] = ()) -> Defaults:
    made = Defaults()
    for number, begin in enumerate(begins):
        made.open(f"cycle-{number}", "D", 100)
        case = made.case(f"cycle-{number}", "D")
        assert case is not None
        case.default_us = begin
    for end in ends:
        made.end("D", end)
    return made


def in_default(made: Defaults, *instants: int) -> list[int]:
    return [at for at in instants if made.is_in_default("D", at)]


def test_a_member_is_in_default_from_the_instant_on() -> None:
    assert in_default(defaults(10), 9, 10, 11) == [10, 11]


def test_an_open_case_without_a_default_puts_nobody_in_default() -> None:
    made = Defaults()
    made.open("cycle-0", "D", 100)
    assert in_default(made, 10) == []


def test_an_end_counts_from_its_effect_on() -> None:
    assert in_default(defaults(10, ends=(20,)), 10, 19, 20, 21) == [10, 19]


def test_an_end_at_the_instant_of_default_ends_it_at_once() -> None:
    assert in_default(defaults(10, ends=(10,)), 10, 11) == []


def test_an_end_before_a_default_does_not_end_it() -> None:
    assert in_default(defaults(10, ends=(9,)), 10) == [10]


def test_a_second_default_begins_after_the_end_of_the_first() -> None:
    assert in_default(defaults(10, 30, ends=(20,)), 15, 25, 30) == [15, 30]


def test_one_end_ends_every_default_before_it() -> None:
    assert in_default(defaults(10, 15, ends=(20,)), 16, 20) == [16]


def test_another_member_is_not_meant() -> None:
    assert not defaults(10).is_in_default("E", 10)


def test_a_case_has_begun_from_its_default_on() -> None:
    case = defaults(10).cases_of("D")[0]
    assert [at for at in (9, 10) if case.has_begun(at)] == [10]
    case.default_us = None
    assert not case.has_begun(10)


# ---- indirect clearers ----


def indirect(*cases: tuple[str, int | None]) -> Defaults:
    made = Defaults()
    for cycle, default_us in cases:
        made.open_indirect(cycle, "A", "I1", 100)
        case = made.indirect_case(cycle, "A", "I1")
        assert case is not None
        case.default_us = default_us
    return made


def newest(made: Defaults, at_us: int, agent: str = "A", indirect_clearer: str = "I1") -> str | None:
    case = made.newest_indirect(agent, indirect_clearer, at_us)
    return None if case is None else case.cycle


def test_the_newest_case_is_that_of_the_greatest_instant_by_then() -> None:
    made = indirect(("c1", 20), ("c2", 10), ("c3", 30))
    assert [newest(made, at) for at in (9, 10, 20, 29, 30)] == [None, "c2", "c1", "c1", "c3"]


def test_of_one_instant_the_greatest_key_is_the_newest() -> None:
    assert newest(indirect(("c2", 10), ("c1", 10)), 10) == "c2"


def test_a_case_without_a_default_is_none() -> None:
    assert newest(indirect(("c1", None)), 99) is None


def test_only_the_pair_itself_is_meant() -> None:
    made = indirect(("c1", 10))
    assert newest(made, 10, agent="B") is None
    assert newest(made, 10, indirect_clearer="I2") is None
