"""Which object store and which keys does a command of comms use?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from streams.kernel.errors import UserError
from streams.vault.keys import KeyStore

Store = Annotated[
    str,
    typer.Option(
        metavar="PLACE",
        help="Where the objects of records are: a directory, or s3://BUCKET/PREFIX.",
    ),
]
Keys = Annotated[
    list[Path] | None,
    typer.Option("--keys", metavar="DIRECTORY", help="Where the keys are; once more for each replica."),
]
Firm = Annotated[str, typer.Option(help="Whose record it is: each firm has keys of its own.")]


def key_stores(directories: Sequence[Path]) -> list[KeyStore]:
    """The keys of every firm that has any.

    Raises:
        UserError: a directory is not there, or others can get at it.
    """
    missing = [directory for directory in directories if not directory.is_dir()]
    if missing:
        raise UserError(f"{missing[0]} is no directory of keys. Nothing was done.")
    firms = sorted({one.name for directory in directories for one in directory.iterdir() if one.is_dir()})
    return [KeyStore(firm, directories) for firm in firms]
