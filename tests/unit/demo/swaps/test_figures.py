"""What do rows of the views say about the year?"""

from streams.demo.swaps import figures
from streams.demo.swaps.figures import Close

CLOSES = [
    Close(1, "2023-10-04", "2023-10-04"),
    Close(2, "2023-11-06", "2023-11-06"),
    Close(3, "2023-11-07", "2023-11-07"),
]


def test_the_closes_are_told_in_their_order() -> None:
    rows = {"2023-11-06/000002": {"day_on": "2023-11-06"}, "2023-10-04/000001": {"day_on": "2023-10-04"}}

    assert figures.closes(rows) == CLOSES[:2]


def test_a_total_stands_until_a_close_says_otherwise() -> None:
    rows = {"ALBATROSS/000001": 7, "ALBATROSS/000003": 9, "TERN/000002": 5}

    assert figures.course_cents(rows, CLOSES) == [("2023-10-04", 7), ("2023-11-06", 7), ("2023-11-07", 9)]


def test_a_requirement_that_moves_is_told_each_time() -> None:
    def state(exceeded_on: str | None, due_on: str | None) -> dict[str, str | None]:
        return {"threshold_exceeded_on": exceeded_on, "registration_due_on": due_on}

    rows = {
        "ALBATROSS/000001": state("2023-10-04", "2023-12-31"),
        "ALBATROSS/000002": state("2023-11-02", "2024-01-31"),
        "ALBATROSS/000003": state(None, None),
        "TERN/000003": state("2023-11-07", "2024-01-31"),
    }

    assert figures.requirements(rows, CLOSES) == [
        ("2023-10-04", "2023-10-04", "2023-12-31"),
        ("2023-11-06", "2023-11-02", "2024-01-31"),
        ("2023-11-07", None, None),
    ]


def test_what_a_view_said_at_a_close_is_told_by_subject() -> None:
    assert figures.at({"A/000001": 1, "A/000003": None, "B/000002": 2}, CLOSES[1]) == {"A": 1, "B": 2}
