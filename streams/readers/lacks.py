"""What does a row lack, that it becomes no event?"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Lack(NamedTuple):
    """One thing that a row lacks.

    Attributes:
        reason: its value is a clause for a person.
        element: the column that should tell it, as a person knows it.
        detail: a clause for a person, with what to do.
    """

    reason: StrEnum
    element: str
    detail: str

    def __str__(self) -> str:
        return f"{self.element}: {self.detail}"


class LacksError(Exception):
    """A row lacks something.

    Attributes:
        lacks: everything that it lacks.
    """

    def __init__(self, lacks: Sequence[Lack]) -> None:
        super().__init__("; ".join(map(str, lacks)))
        self.lacks = lacks
