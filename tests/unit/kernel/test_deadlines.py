"""Is everybody asked again when the time has come, and nobody else?"""

from streams.kernel.deadlines import Deadlines


def deadlines(**due_us: int) -> Deadlines:
    found = Deadlines("deadlines")
    for name, at_us in due_us.items():
        found.set(name, None, at_us)
    return found


def test_a_deadline_has_passed_at_its_instant() -> None:
    found = deadlines(a=10)
    assert found.passed(9) == []
    assert found.passed(10) == ["a"]


def test_who_sets_no_other_deadline_is_asked_no_more() -> None:
    found = deadlines(a=10)
    assert found.passed(10) == ["a"]
    found.set("a", 10, None)
    assert found.passed(11) == []


def test_a_later_deadline_replaces_an_earlier_one() -> None:
    found = deadlines(a=10)
    found.index.changes()
    found.set("a", 10, 20)
    assert found.passed(10) == []
    assert found.passed(20) == ["a"]


def test_a_deadline_that_is_called_off_never_passes() -> None:
    found = deadlines(a=10)
    found.set("a", 10, None)
    assert found.passed(10) == []


def test_a_deadline_that_is_set_again_at_or_before_the_present_passes_at_the_next_question() -> None:
    found = deadlines(a=10, b=10)
    assert found.passed(30) == ["a", "b"]
    found.set("a", 10, 10)
    found.set("b", 10, 20)
    assert found.passed(31) == ["a", "b"]


def test_deadlines_pass_in_order_of_time() -> None:
    found = deadlines(b=20, a=10, c=10, z=-5)
    assert found.passed(20) == ["z", "a", "c", "b"]


def test_deadlines_to_come_are_left_alone_however_often_is_asked() -> None:
    found = deadlines(a=10, b=40)
    for now_us in (5, 9, 9, 39):
        for name in found.passed(now_us):
            found.set(name, 10, None)
    assert found.passed(40) == ["b"]
