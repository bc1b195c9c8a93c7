"""How does a command answer: in words for a person, in JSON for a program?"""

import json
from typing import Annotated, Any

import typer

from streams.cli.screen import visible

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]


def answer(words: str, facts: dict[str, Any], *, as_json: bool) -> None:
    """Print either the words or the facts to standard output."""
    typer.echo(json.dumps(facts, sort_keys=True) if as_json else visible(words))
