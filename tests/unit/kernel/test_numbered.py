"""Do rows stay in the order in which they came, and are they found by id, also after a restart?"""

import msgspec

from streams.kernel.numbered import NumberedRows


class Heard(msgspec.Struct):
    """What was heard of something."""

    id: str
    words: str


def heard() -> NumberedRows[Heard]:
    """Three rows, the first of which was altered."""
    rows = NumberedRows("heard", Heard)
    for identifier in ("c", "a", "b"):
        rows.put(Heard(identifier, "once"))
    rows.put(Heard("c", "twice"))
    return rows


def test_rows_come_back_in_the_order_of_their_first_coming() -> None:
    assert [(row.id, row.words) for row in heard()] == [("c", "twice"), ("a", "once"), ("b", "once")]


def test_a_row_is_found_by_its_id() -> None:
    rows = heard()
    assert (len(rows), "a" in rows, "d" in rows) == (3, True, False)
    assert (rows.get("c"), rows.get("d")) == (Heard("c", "twice"), None)


def test_after_a_restart_rows_are_altered_and_appended_as_before() -> None:
    stored, again = heard(), NumberedRows("heard", Heard)
    for key, value in stored.table.changes():
        assert value is not None
        again.table.load(key.decode().removeprefix("heard/"), value)
    again.resume()
    again.put(Heard("a", "twice"))
    again.put(Heard("d", "once"))
    assert [(row.id, row.words) for row in again] == [
        ("c", "twice"),
        ("a", "twice"),
        ("b", "once"),
        ("d", "once"),
    ]
