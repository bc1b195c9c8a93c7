"""Which dated values and provisions do the rules of swaps rest on?

`parameters/` holds one dated value a file; an amendment adds an entry and edits none. `provisions.toml`
says in a sentence of ours what each provision asks. `sources.toml` pins the text that was read; its wording
stays outside.
"""

from pathlib import Path
from typing import Final

from streams.kernel.law import LawBook, read_law

LAW: Final[LawBook] = read_law("swaps", Path(__file__).parent)
"""17 CFR 23.23 of 2020 with the swap dealer definition of 17 CFR 1.3, without overrides."""
