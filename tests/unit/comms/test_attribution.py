"""Which employee carried out a segment? (section 6.5 of the contract)"""

import pytest

from tests.unit.comms.events import FIRM, Event, Told, at, call, ended, tick

WITHOUT_HOLDER = tuple(event for event in FIRM if event["id"] != "f5")
LATER = tick("t", at("11:00:00"))


def holds(identifier: str, employee: str, begins: str, until: str | None = None) -> Event:
    end = {} if until is None else {"effective_until": at(until)}
    return {
        "type": "telephone_assigned",
        "id": identifier,
        "at": at("09:00:00"),
        "telephone": "DESK",
        "employee": employee,
        "effective_at": at(begins),
        **end,
    }


def unsigned() -> Event:
    return {name: value for name, value in call().items() if name != "employee"}


def attribution(*facts: Event, start: Event | None = None) -> tuple[str, list[str]]:
    told = Told(*WITHOUT_HOLDER, *facts, start or unsigned(), ended(), LATER)
    row = told.result["attributions"]["C1/0"]
    return row["basis"], row["employees"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], ("NONE", [])),
        ([holds("a", "ANN", "09:00:00")], ("REGISTER", ["ANN"])),
        (
            [holds("a", "ANN", "09:00:00", "10:05:00"), holds("b", "BO", "10:05:00")],
            ("REGISTER", ["ANN", "BO"]),
        ),
        (
            [holds("a", "ANN", "09:00:00", "10:05:00"), holds("b", "BO", "10:05:01")],
            ("GAP", ["ANN", "BO"]),
        ),
        ([holds("a", "ANN", "09:00:00"), holds("b", "BO", "10:09:59")], ("AMBIGUOUS", ["ANN", "BO"])),
        ([holds("a", "ANN", "09:00:00"), holds("b", "ANN", "10:05:00")], ("REGISTER", ["ANN"])),
        ([holds("a", "ANN", "10:10:00")], ("NONE", [])),
    ],
)
def test_the_register_says_who_held_the_telephone(
    facts: list[Event], expected: tuple[str, list[str]]
) -> None:
    assert attribution(*facts) == expected


def test_who_is_signed_on_beats_the_register_and_the_conflict_is_found() -> None:
    told = Told(*WITHOUT_HOLDER, holds("a", "ANN", "09:00:00"), call(), ended(), LATER)
    assert told.result["attributions"]["C1/0"] == {"basis": "EXPLICIT", "employees": ["BROKER"]}
    assert "ATTRIBUTION_CONFLICT" in told.codes()
