"""What is a swap? (CEA/1a(47))"""

from typing import Final

from streams.kernel.citation import cites

OUTSIDE_THE_TERM: Final = frozenset(
    ("FOREIGN_EXCHANGE_FORWARD", "FOREIGN_EXCHANGE_SWAP", "SECURITY_BASED_SWAP", "FOREIGN_EXCHANGE_SPOT")
)


@cites("CEA/1a(47)")
def is_swap(product: str) -> bool:
    """Say whether a product is within the term swap; deliverable currency trades and security-based swaps are not."""
    return product not in OUTSIDE_THE_TERM
