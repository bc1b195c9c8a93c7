"""What does the reader of a file know that the file does not tell?"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from streams.kernel.errors import UserError

Party = dict[str, object]
"""A party as the contract writes it: `entity`, `dealing` and, where they apply, branch and exclusions."""

Clearing = Literal[
    "NOT_CLEARED",
    "REGISTERED_DERIVATIVES_CLEARING_ORGANIZATION",
    "EXEMPT_DERIVATIVES_CLEARING_ORGANIZATION",
    "OTHER_CLEARING_HOUSE",
]
Facility = Literal[
    "BILATERAL",
    "DESIGNATED_CONTRACT_MARKET",
    "REGISTERED_SWAP_EXECUTION_FACILITY",
    "EXEMPT_SWAP_EXECUTION_FACILITY",
    "REGISTERED_FOREIGN_BOARD_OF_TRADE",
    "OTHER_FOREIGN_BOARD_OF_TRADE",
    "OTHER_FACILITY",
]


class SwapGiven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one swap; None where the file is to tell it.

    Attributes:
        identifier: of the swap: its UTI or USI, or the first dissemination identifier.
        parties: both, whole; they stand for what the rows say of the parties.
        notionals: exact ones, in place of those of the row that reported the swap first.
        remaining_party_dealing: for a swap that arises by novation, whether the remaining party deals in it.
    """

    identifier: str
    parties: list[Party] | None = None
    notionals: list[dict[str, object]] | None = None
    product: str | None = None
    facility: Facility | None = None
    executed_anonymously: bool | None = None
    clearing: Clearing | None = None
    remaining_party_dealing: bool | None = None


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known beside the files.

    Attributes:
        entities: the name of an entity in the recorded facts, by the identifier in the files; it is itself if left out.
        dealing: whether an entity's swaps are connected with its dealing activity, unless said of the swap, by name.
        products: the product of a unique product identifier.
        facilities: the kind of a platform, by its market identifier code.
        clearing_houses: the kind of a central counterparty, by its LEI.
    """

    entities: dict[str, str] = {}
    dealing: dict[str, bool] = {}
    products: dict[str, str] = {}
    facilities: dict[str, Facility] = {}
    clearing_houses: dict[str, Clearing] = {}
    swap: list[SwapGiven] = []

    def by_identifier(self) -> Mapping[str, SwapGiven]:
        """What is known of single swaps.

        Raises:
            UserError: two entries are about the same swap.
        """
        found = {one.identifier: one for one in self.swap}
        if len(found) != len(self.swap):
            counts = {one.identifier: 0 for one in self.swap}
            for one in self.swap:
                counts[one.identifier] += 1
            twice = next(name for name, count in counts.items() if count > 1)
            raise UserError(f"The parties file has two entries for the swap {twice}. Nothing was read.")
        return found


def read_given(name: str, text: bytes) -> Given:
    """Read a parties file.

    Args:
        name: of the file, for messages.
        text: TOML.

    Raises:
        UserError: it is no TOML, or says what no parties file says; the message tells where.
    """
    try:
        return msgspec.toml.decode(text, type=Given)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise UserError(f"{name} is no parties file: {problem}. Nothing was read.") from None
