"""How is a page of its own made, for a screen and for paper?"""

from collections.abc import Callable

from jinja2 import Environment, PackageLoader, StrictUndefined


def rendered(template: str, it: object, **functions: Callable[..., object]) -> str:
    """One file with everything in it: no script, no picture, nothing fetched; what it tells stands in it as text.

    Args:
        template: its name among the templates.
        it: what the page tells, called so in the template.
        functions: those that the template calls.
    """
    environment = Environment(
        loader=PackageLoader("streams.cli"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(functions)
    return environment.get_template(template).render(it=it)
