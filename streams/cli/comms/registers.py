"""Which register does a command look at, and which log does it belong to?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

import typer

from streams.cli.progress import progress
from streams.domains.comms.domain import COMMS
from streams.kernel.errors import UserError
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.runtime.settings import Settings

if TYPE_CHECKING:
    from streams.register.database import Database

NOT_AUTHORISED: Final = 5

Register = Annotated[
    str | None,
    typer.Option(
        "--register",
        metavar="URL",
        help="sqlite:///FILE or postgresql://USER@HOST/NAME; COUNTINGHOUSE_REGISTER_URL by default, else a file "
        "beside the ledger or in the data directory.",
    ),
]


def names_of(settings: Settings) -> TopicNames:
    """The names of the topics of comms."""
    return TopicNames(COMMS.name, settings.app, settings.topic_prefix)


@contextmanager
def opened(url: str | None, ledger: Path | None, settings: Settings) -> Iterator["Database"]:
    """The register that a command looks at; that of a ledger is brought up to date with it first.

    Raises:
        UserError: it cannot be opened, or belongs to another log.
    """
    # The database takes its time to import; no other command waits for it.
    from streams.register.database import Database

    with Database.open(register_url(url, ledger, settings)) as database:
        if ledger is not None:
            feed(database, ledger)
        yield database


def feed(database: "Database", ledger: Path, *, again: bool = False) -> None:
    """Bring a register up to the newest tick of a ledger."""
    from streams.register.from_ledger import feed_from_ledger

    with LedgerReader.open(ledger, thorough=False) as reader, progress("read") as bar:
        feed_from_ledger(database, reader, TopicNames(COMMS.name), again=again, on_progress=bar)


def register_url(given: str | None, ledger: Path | None, settings: Settings) -> str:
    """The URL of the register.

    Raises:
        UserError: it holds a password and stands on the command line, where others can read it.
    """
    if given is not None:
        if _has_password(given):
            raise UserError(
                "A password on the command line can be read by everybody on this machine. Put the URL into "
                "COUNTINGHOUSE_REGISTER_URL, or the password into PGPASSWORD or ~/.pgpass. Nothing was read."
            )
        return given
    if settings.register_url is not None:
        return settings.register_url.get_secret_value()
    if ledger is not None:
        return f"sqlite:///{ledger.absolute()}.register"
    file = settings.data_dir.absolute() / "registers" / f"{settings.topic_prefix}{COMMS.name}.sqlite"
    return f"sqlite:///{file}"


def now() -> str:
    """This moment, as events write it."""
    ms = time.time_ns() // 1_000_000
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(ms // 1000))}.{ms % 1000:03d}Z"


def _has_password(url: str) -> bool:
    return urlsplit(url).password is not None
