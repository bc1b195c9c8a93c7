"""How does an explanation look as a page of its own, on a screen and on paper?"""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from streams.cli.explain_screen import place_said
from streams.kernel.explanation import Explanation

_TEMPLATE: Final = "explanation.html"


def page(explanation: Explanation) -> str:
    """One file with everything in it: no script, no picture, nothing fetched."""
    environment = Environment(
        loader=PackageLoader("streams.cli"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["place_said"] = place_said
    return environment.get_template(_TEMPLATE).render(it=explanation)
