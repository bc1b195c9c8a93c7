"""Which dated values and provisions do the rules of comms rest on?

`parameters/` holds one dated value a file; an amendment adds an entry and edits none. `provisions.toml`
says in a sentence of ours what each provision asks. `sources.toml` pins the text that was read; its wording
stays outside.
"""

from pathlib import Path
from typing import Final

from streams.kernel.law import LawBook, read_law

LAW: Final[LawBook] = read_law("comms", Path(__file__).parent)
"""Recommendation no. 11 as amended on 2 March 2022, without overrides."""
