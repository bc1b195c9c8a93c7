"""Which dated values and provisions do the rules of clearing rest on?

`parameters/` holds one dated value a file; an amendment adds an entry and edits none. `provisions.toml`
says in a sentence of ours what each provision asks. `sources.toml` pins the text that was read; its wording
stays outside.
"""

from pathlib import Path
from typing import Final

from streams.kernel.law import LawBook, read_law

LAW: Final[LawBook] = read_law("clearing", Path(__file__).parent)
"""By-law No. 3 as registered in 2003, without overrides."""
