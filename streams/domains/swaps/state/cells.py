"""What do the totals need to know of a person and a date? The figures of a cell, and their order in it."""

from typing import Final

SIDES: Final = 0
"""How many sides the person has in parts of that date."""
COUNTED_CENTS: Final = 1
SPECIAL_ENTITY_CENTS: Final = 2
"""Of the counted cents, those with special entities."""
RATE_MISSING: Final = 3
"""How many sides count and lack a rate."""
TREATED: Final = 4
"""How many sides have a treatment."""
SWAP_CENTS: Final = 5
"""USD cents of all sides in what is a swap, whether they count or not."""
FOREIGN_BRANCH_CENTS: Final = 6
"""Of these, those that rely on the exception for foreign branches."""
LIMITED_CENTS: Final = 7
"""Of these, those on which the person is a swap entity that is a significant risk subsidiary or guaranteed."""
LIMITED_RELYING_CENTS: Final = 8
"""Of these, those that rely on the exception for limited swap entities."""
DIGEST: Final = 9
"""The sum of the digests of all tags and treatments."""

WIDTH: Final = 10


def cell_key(entity: str, day: str) -> str:
    """The key of the cell of a person and a date."""
    return f"{entity}/{day}"
