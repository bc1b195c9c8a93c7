"""Are those asked again whom a change may concern?"""

from streams.kernel.dependents import Consulted, Dependents, Looked

NOTHING = Looked()


def test_who_looked_at_a_subject_is_concerned_by_it() -> None:
    dependents = Dependents("dependents")
    dependents.note("call", NOTHING, Looked(["firm/F", "desk/1"], 100))
    dependents.note("other", NOTHING, Looked(["desk/1"], 100))
    assert list(dependents.concerned("firm/F")) == ["call"]
    assert list(dependents.concerned("desk/1")) == ["call", "other"]
    assert list(dependents.concerned("desk/10")) == []


def test_who_ended_before_a_change_is_not_concerned() -> None:
    dependents = Dependents("dependents")
    dependents.note("call", NOTHING, Looked(["firm"], 100))
    dependents.note("long ago", NOTHING, Looked(["firm"], -5))
    assert list(dependents.concerned("firm", 100)) == ["call"]
    assert list(dependents.concerned("firm", 101)) == []
    assert list(dependents.concerned("firm", -5)) == ["long ago", "call"]


def test_what_was_looked_at_last_counts() -> None:
    dependents = Dependents("dependents")
    first, then = Looked(["firm", "desk"], 1_000), Looked(["firm"], 100)
    dependents.note("call", NOTHING, first)
    dependents.index.changes()
    dependents.note("call", first, then)
    assert list(dependents.concerned("firm", 500)) == []
    assert list(dependents.concerned("firm", 100)) == ["call"]
    assert list(dependents.concerned("desk")) == []


def test_nothing_is_written_where_nothing_changed() -> None:
    dependents = Dependents("dependents")
    looked = Looked(["firm", "desk"], 1_000)
    dependents.note("call", NOTHING, looked)
    assert len(dependents.index.changes()) == 2
    dependents.note("call", looked, looked)
    assert dependents.index.changes() == []


def test_the_subjects_of_one_object_are_collected_once_each() -> None:
    consulted = Consulted()
    for subject in ("firm", "desk", "firm"):
        consulted.note(subject)
    assert list(consulted.take()) == ["firm", "desk"]
    assert list(consulted.take()) == []
