"""Which dated values and provisions do the rules of market data rest on?

`parameters/` holds one value a file. `provisions.toml` says in a sentence of ours what each provision asks, and what
each reading of the contract decides where the notice is silent. `sources.toml` pins the text that was read; its wording
stays outside.
"""

from pathlib import Path
from typing import Final

from streams.kernel.law import LawBook, read_law

LAW: Final[LawBook] = read_law("marketdata", Path(__file__).parent)
"""The notice of the Digital Media Enterprise Fee and the fees it restates, without overrides."""
