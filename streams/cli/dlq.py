"""countinghouse dlq: what could not be read, why, and once more."""

import base64
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table

from streams.cli.answer import Json, answer
from streams.cli.archived import on_kafka
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, check_one
from streams.cli.screen import page
from streams.kernel.dead_letters import FiledLetter, filed_letter
from streams.kernel.errors import UserError
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.registry import domain_named
from streams.replay.recorded import records_from
from streams.runtime.deployment import Deployment
from streams.runtime.gateway import redriving
from streams.runtime.gateway.redriving import Fate, Redriven
from streams.runtime.gateway.writer import GatewayWriter
from streams.runtime.reading import TopicReader
from streams.runtime.settings import Settings, read_settings

SOMETHING_REFUSED = 3
_BYTES_OF_A_LINE = 16

app = typer.Typer(help="The dead letters: what could not be read, and why.", no_args_is_help=True)

OfDomain = Annotated[str, typer.Option("--domain", help="The domain whose dead letters these are.")]


class _Filed:
    """The dead letters that a command looks at, and which of them were sent again, where that is known."""

    def __init__(self, letters: Sequence[FiledLetter], sent: set[str] | None) -> None:
        self.letters = letters
        self._sent = sent

    def is_sent(self, letter: FiledLetter) -> bool | None:
        return None if self._sent is None else redriving.identity(letter) in self._sent

    def named(self, names: Sequence[str]) -> list[FiledLetter]:
        """The letters of these names.

        Raises:
            UserError: one of them is not there.
        """
        by_name = {one.name: one for one in self.letters}
        unknown = [name for name in names if name not in by_name]
        if unknown:
            raise UserError(
                f"There is no dead letter {', '.join(unknown)}. A dead letter is called by its partition and its "
                'offset, such as 0/17: see "countinghouse dlq list". Nothing was done.'
            )
        return [by_name[name] for name in names]


@app.command("list")
def list_(
    domain: OfDomain,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    reason: Annotated[str | None, typer.Option(help="Only those with this reason, such as SCHEMA.")] = None,
    as_json: Json = False,
) -> None:
    """List the dead letters: what, why, from where, and whether it was sent again.

    Example: countinghouse dlq list --domain clearing --reason SCHEMA
    """
    filed = _read(domain, ledger, kafka, topic_prefix, wait)
    letters = [one for one in filed.letters if reason in (None, one.reason)]
    if as_json:
        answer("", {"dead_letters": [_facts(one, filed) for one in letters]}, as_json=True)
        return
    shown = Table(box=box.SIMPLE_HEAD)
    for column in ("name", "reason", "from", "bytes", "sent again", "why"):
        shown.add_column(column, overflow="fold")
    for one in letters:
        sent = {True: "yes", False: "no", None: ""}[filed.is_sent(one)]
        size = f"{len(one.value or b''):,}"
        shown.add_row(one.name, one.reason, _source(one), size, sent, one.detail)
    out = page()
    if letters:
        out.print(shown)
    out.print(f"Dead letters of {domain}: {len(letters):,}.", soft_wrap=True)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Partition and offset, as `list` names it: 0/17.")],
    domain: OfDomain,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Show one dead letter with its bytes, as they came.

    Example: countinghouse dlq show 0/17 --domain clearing
    """
    filed = _read(domain, ledger, kafka, topic_prefix, wait)
    (letter,) = filed.named([name])
    answer("\n".join(_words(letter, filed)), _facts(letter, filed), as_json=as_json)


@app.command()
def redrive(
    domain: OfDomain,
    names: Annotated[
        list[str] | None, typer.Argument(help="Partitions and offsets, as `list` names them.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All that were not sent again yet.")] = False,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Send dead letters again through the gateway's checks, each at most once, with a header that says so.

    What still holds no event is refused and stays where it is. Meanwhile no other gateway of the domain can publish.

    Exit codes: 3 when something was refused and the rest sent, 10 when another gateway took over.

    Example: countinghouse dlq redrive 0/17 --domain clearing
    """
    if bool(names) is every:
        raise UserError("Name the dead letters to send again, or say --all. Nothing was sent.")
    chosen, topics, settings = _chosen(domain, kafka, topic_prefix)

    async def send(reader: TopicReader, deployment: Deployment) -> list[Redriven]:
        letters = await redriving.letters(reader, topics, deployment.partitions)
        wanted = letters if every else _Filed(letters, None).named(names or [])
        writer = GatewayWriter(settings.kafka, topics, settings.transaction_timeout_ms)
        await writer.start()
        try:
            return await redriving.redrive(chosen, writer, deployment.partitions, wanted)
        finally:
            await writer.stop()

    _tell(on_kafka(chosen, topics, settings, wait, send), as_json)


def _tell(done: Sequence[Redriven], as_json: bool) -> None:
    counts = {fate: sum(one.fate is fate for one in done) for fate in Fate}
    words = [f"Dead letters {fate}: {count:,}." for fate, count in counts.items()]
    words += [f"  {one.letter.name} refused: {one.detail}" for one in done if one.fate is Fate.REFUSED]
    if counts[Fate.REFUSED]:
        words.append('What is refused can be mended by hand and published with "countinghouse publish".')
    facts = [{"name": one.letter.name, "fate": one.fate.value, "detail": one.detail} for one in done]
    answer("\n".join(words), {"dead_letters": facts}, as_json=as_json)
    if counts[Fate.REFUSED]:
        raise typer.Exit(SOMETHING_REFUSED)


def _chosen(domain: str, kafka: str | None, topic_prefix: str | None) -> tuple[Domain, TopicNames, Settings]:
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    return domain_named(domain), TopicNames(domain, settings.app, settings.topic_prefix), settings


def _read(
    domain: str, ledger: Path | None, kafka: str | None, topic_prefix: str | None, wait: float
) -> _Filed:
    """All dead letters of a ledger, or of a cluster."""
    check_one(ledger, kafka)
    chosen, names, settings = _chosen(domain, kafka, topic_prefix)
    if ledger is not None:
        with LedgerReader.open(ledger) as opened:
            name = names.deadletter
            partitions = range(opened.topic(name).partitions)
            found = [
                filed_letter(name, one, record)
                for one in partitions
                for record in records_from(opened, name, one, 0)
            ]
        return _Filed(found, None)

    async def ask(reader: TopicReader, deployment: Deployment) -> _Filed:
        letters = await redriving.letters(reader, names, deployment.partitions)
        return _Filed(letters, await redriving.sent_before(reader, names))

    return on_kafka(chosen, names, settings, wait, ask)


def _source(letter: FiledLetter) -> str:
    place = letter.source
    return (
        "unknown" if place is None else f"{place.topic}, partition {place.partition}, offset {place.offset}"
    )


def _facts(letter: FiledLetter, filed: _Filed) -> dict[str, Any]:
    place = letter.source
    return {
        "name": letter.name,
        "reason": letter.reason,
        "detail": letter.detail,
        "timestamp_ms": letter.timestamp,
        "source": None
        if place is None
        else {"topic": place.topic, "partition": place.partition, "offset": place.offset},
        "key_base64": _base64(letter.key),
        "value_base64": _base64(letter.value),
        "headers": [[name, _base64(content)] for name, content in letter.headers],
        "sent_again": filed.is_sent(letter),
    }


def _base64(part: bytes | None) -> str | None:
    return None if part is None else base64.b64encode(part).decode()


def _words(letter: FiledLetter, filed: _Filed) -> Iterator[str]:
    at = datetime.fromtimestamp(letter.timestamp / 1000, UTC).isoformat(timespec="milliseconds")
    yield f"Dead letter {letter.name}, filed at {at}"
    yield f"  why      {letter.reason or 'unknown'}: {letter.detail}"
    yield f"  from     {_source(letter)}"
    yield f"  key      {letter.key!r}"
    for name, content in letter.headers:
        yield f"  header   {name} = {content!r}"
    sent = filed.is_sent(letter)
    if sent is not None:
        yield f"  sent again: {'yes' if sent else 'no'}"
    yield f"  value    {len(letter.value or b''):,} bytes"
    yield from _dump(letter.value or b"")


def _dump(value: bytes) -> Iterator[str]:
    """The bytes as hexadecimal digits and as characters."""
    for start in range(0, len(value), _BYTES_OF_A_LINE):
        line = value[start : start + _BYTES_OF_A_LINE]
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in line)
        yield f"    {start:06x}  {line.hex(' '):<47}  {text}"
