"""Are those asked again whom a change may concern?"""

from streams.kernel.dependents import Consulted, Dependents


def test_who_looked_at_a_subject_is_concerned_by_it() -> None:
    dependents = Dependents()
    dependents.note("call", ["firm", "desk"], 100)
    dependents.note("other", ["desk"], 100)
    assert list(dependents.concerned("firm", 0)) == ["call"]
    assert list(dependents.concerned("desk", 0)) == ["call", "other"]
    assert list(dependents.concerned("nobody", 0)) == []


def test_who_ended_before_a_change_is_not_concerned() -> None:
    dependents = Dependents()
    dependents.note("call", ["firm"], 100)
    assert list(dependents.concerned("firm", 100)) == ["call"]
    assert list(dependents.concerned("firm", 101)) == []


def test_the_newest_end_counts() -> None:
    dependents = Dependents()
    dependents.note("call", ["firm"], 1_000)
    dependents.note("call", ["firm"], 100)
    assert list(dependents.concerned("firm", 500)) == []


def test_the_subjects_of_one_object_are_collected_once_each() -> None:
    consulted = Consulted()
    for subject in ("firm", "desk", "firm"):
        consulted.note(subject)
    assert list(consulted.take()) == ["firm", "desk"]
    assert list(consulted.take()) == []
