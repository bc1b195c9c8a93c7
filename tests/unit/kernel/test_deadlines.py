"""Is everybody asked again when the time has come, and nobody else?"""

from streams.kernel.deadlines import Deadlines


def test_a_deadline_has_passed_at_its_instant() -> None:
    deadlines = Deadlines()
    deadlines.set("a", 10)
    assert list(deadlines.passed(9)) == []
    assert list(deadlines.passed(10)) == ["a"]
    assert list(deadlines.passed(11)) == []


def test_a_later_deadline_replaces_an_earlier_one() -> None:
    deadlines = Deadlines()
    deadlines.set("a", 10)
    deadlines.set("a", 20)
    assert list(deadlines.passed(10)) == []
    assert list(deadlines.passed(20)) == ["a"]


def test_a_deadline_that_is_called_off_never_passes() -> None:
    deadlines = Deadlines()
    deadlines.set("a", 10)
    deadlines.set("a", None)
    assert list(deadlines.passed(10)) == []


def test_a_deadline_set_again_passes_once() -> None:
    deadlines = Deadlines()
    for due in (10, 20, 10):
        deadlines.set("a", due)
    assert list(deadlines.passed(30)) == ["a"]


def test_deadlines_pass_in_order_of_time() -> None:
    deadlines = Deadlines()
    deadlines.set("b", 20)
    deadlines.set("a", 10)
    deadlines.set("c", 10)
    assert list(deadlines.passed(20)) == ["a", "c", "b"]
