"""What do the uses of one individual at one firm in one month come to?

A word has a cell of six bits for each (feed, digital media or not). Adding a use joins its bits to the word; so the
order of uses does not matter. The profile keeps of each cell whether it is unused, Non-Professional or Professional;
fees, counts and advice follow from the number of individuals of each profile.
"""

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import Final

SUMMARY: Final = "SUMMARY"
PREMIUM: Final = "PREMIUM"

SUMMARY_OTHER, SUMMARY_DIGITAL, PREMIUM_OTHER, PREMIUM_DIGITAL = range(4)
CELLS: Final = range(4)
PREMIUM_CELLS: Final = 0b1100
DIGITAL_CELLS: Final = 0b1010
OTHER_CELLS: Final = 0b0101
ALL_CELLS: Final = 0b1111

USED: Final = 1
PROFESSIONAL: Final = 2
UNCLASSIFIED: Final = 4
MISCLASSIFIED: Final = 8
WITHOUT_ENTITLEMENT: Final = 16
BEYOND_FEED: Final = 32

_CELL_BITS: Final = 6
_CELL: Final = 0b111111
_FLAGS: Final = UNCLASSIFIED | MISCLASSIFIED | WITHOUT_ENTITLEMENT | BEYOND_FEED
_ALL_FLAGS: Final = sum(_FLAGS << _CELL_BITS * cell for cell in CELLS)

Course = list[int]
"""How a word goes on from month to month: month, word, month, word …; a word holds until the next month named."""


def cell_of(feed: str, *, is_digital: bool) -> int:
    """The cell of a use."""
    return (2 if feed == PREMIUM else 0) + is_digital


def is_premium(cell: int) -> bool:
    """Whether a cell is of the Premium feed."""
    return cell >= PREMIUM_OTHER


def in_cell(cell: int, bits: int) -> int:
    """A word that has some bits in one cell and none elsewhere."""
    return bits << _CELL_BITS * cell


def cells_with(word: int, bits: int) -> int:
    """The cells that have one of some bits, as a mask of four."""
    return sum(1 << cell for cell in CELLS if word >> _CELL_BITS * cell & bits)


def has_flags(word: int) -> bool:
    """Whether any cell has a flag from which an anomaly may follow."""
    return bool(word & _ALL_FLAGS)


@lru_cache(maxsize=4_096)
def profile_of(word: int) -> int:
    """The profile of a word: a digit of base three for each cell, 0 unused, 1 Non-Professional, 2 Professional."""
    profile = 0
    for cell in reversed(CELLS):
        bits = word >> _CELL_BITS * cell & _CELL
        profile = profile * 3 + (0 if not bits & USED else 2 if bits & PROFESSIONAL else 1)
    return profile


@lru_cache(maxsize=128)
def used_cells(profile: int) -> int:
    """The cells that a profile uses, as a mask."""
    return sum(1 << cell for cell in CELLS if profile // 3**cell % 3)


@lru_cache(maxsize=128)
def professional_cells(profile: int) -> int:
    """The cells that a profile uses as a Professional, as a mask."""
    return sum(1 << cell for cell in CELLS if profile // 3**cell % 3 == 2)


def course_of(words: list[tuple[int, int]]) -> Course:
    """A course from the words of some months, in order; a word that does not change is left out."""
    course: Course = []
    last = 0
    for month, word in words:
        if word != last:
            course += (month, word)
            last = word
    return course


def word_in(course: Course, month: int) -> int:
    """The word of a month."""
    place = bisect_right(course[::2], month)
    return course[2 * place - 1] if place else 0


def joined(course: Course, month: int, bits: int) -> Course:
    """A course with some bits joined to the word of one month."""
    months = sorted({*course[::2], month, month + 1})
    words = [(one, word_in(course, one) | (bits if one == month else 0)) for one in months]
    return course_of(words)


def steps(course: Course) -> list[tuple[int, int, int]]:
    """The months in which the profile changes, with the profile before and after."""
    profiles = [0, *(profile_of(word) for word in course[1::2])]
    return [
        (month, before, after)
        for month, (before, after) in zip(course[::2], pairwise(profiles), strict=True)
        if before != after
    ]
