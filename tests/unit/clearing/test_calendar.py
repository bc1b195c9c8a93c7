"""Which cycle does an instant belong to, and how far has a cycle come? (BL3/1, BL3/48, BL3/50)"""

from streams.domains.clearing.state.calendar import Calendar, Cycle


def calendar(*cycles: Cycle) -> Calendar:
    made = Calendar()
    for cycle in cycles:
        made.schedule(cycle)
    return made


def cycle(name: str, begins: int, exchange: int, ends: int, scheduled: int = 0) -> Cycle:
    return Cycle(name, begins, exchange, ends, scheduled)


MONDAY, TUESDAY = cycle("monday", 10, 15, 20), cycle("tuesday", 20, 25, 30)


def found(made: Calendar, at_us: int) -> str | None:
    at = made.at(at_us)
    return None if at is None else at.name


def test_a_cycle_holds_what_comes_after_its_beginning_through_its_end() -> None:
    made = calendar(TUESDAY, MONDAY)
    assert [found(made, at) for at in (10, 11, 20, 21, 30, 31)] == [
        None,
        "monday",
        "monday",
        "tuesday",
        "tuesday",
        None,
    ]


def test_between_two_cycles_there_may_be_none() -> None:
    made = calendar(MONDAY, cycle("thursday", 50, 55, 60))
    assert [found(made, at) for at in (20, 21, 50, 51)] == ["monday", None, None, "thursday"]


def test_a_cycle_counts_for_stamps_from_its_scheduling_on() -> None:
    made = calendar(cycle("monday", 10, 15, 20, scheduled=12))
    assert [found(made, at) for at in (11, 12)] == [None, "monday"]


def test_a_cycle_is_known_by_its_name_whenever_it_was_scheduled() -> None:
    made = calendar(cycle("monday", 10, 15, 20, scheduled=12))
    assert made.named("monday") is not None
    assert made.named("sunday") is None


def test_cycles_that_only_touch_do_not_overlap() -> None:
    assert not MONDAY.overlaps(20, 30)
    assert not MONDAY.overlaps(0, 10)
    assert MONDAY.overlaps(19, 30)
    assert MONDAY.overlaps(0, 11)
    assert MONDAY.overlaps(12, 13)


# ---- run-off ----


def test_a_run_off_ends_with_the_first_final_exchange_at_or_after_the_end() -> None:
    made = calendar(TUESDAY, MONDAY)
    ends = {ended: made.run_off_end_us(ended, 0, known_us=0) for ended in (14, 15, 16, 25, 26)}
    assert ends == {14: 15, 15: 15, 16: 25, 25: 25, 26: None}


def test_what_ended_where_it_began_has_no_run_off() -> None:
    assert calendar(MONDAY).run_off_end_us(14, 14, known_us=0) is None


def test_a_cycle_scheduled_later_does_not_lengthen_a_run_off_before() -> None:
    made = calendar(cycle("monday", 10, 15, 20, scheduled=12))
    assert made.run_off_end_us(11, 0, known_us=11) is None
    assert made.run_off_end_us(11, 0, known_us=12) == 15
