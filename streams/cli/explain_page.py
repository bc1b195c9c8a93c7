"""How does an explanation look as a page of its own, on a screen and on paper?"""

from typing import Final

from streams.cli.explain_screen import place_said
from streams.cli.pages import rendered
from streams.kernel.explanation import Explanation

_TEMPLATE: Final = "explanation.html"


def page(explanation: Explanation) -> str:
    """One file with everything in it."""
    return rendered(_TEMPLATE, explanation, place_said=place_said)
