"""countinghouse archive: a domain's topics in one file, with their offsets, and back into Kafka."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from streams.cli.answer import Json, answer
from streams.cli.archived import archive_to, restore_from
from streams.cli.recorded import WAIT_SECONDS, Prefix, Wait
from streams.kernel.errors import UserError
from streams.kernel.topics import TopicNames
from streams.registry import domain_named
from streams.runtime.archiving import ArchivedPart
from streams.runtime.restoring import RestoredPart
from streams.runtime.settings import read_settings


def archive(
    domain: Annotated[str, typer.Option(help="The domain whose topics these are.")],
    to: Annotated[
        Path | None, typer.Option(help="The archive; it is begun if there is none, else continued.")
    ] = None,
    begin: Annotated[
        Path | None, typer.Option("--from", help="With --restore: the archive to write back to Kafka.")
    ] = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Write an archive into topics that are empty.")
    ] = False,
    only_input: Annotated[
        bool, typer.Option("--only-input", help="Restore the input alone; workers make the rest again.")
    ] = False,
    kafka: Annotated[
        str | None, typer.Option(help="HOST:PORT of a broker; COUNTINGHOUSE_KAFKA by default.")
    ] = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Copy a domain's topics from Kafka to one file, with their offsets, or back into empty topics.

    Repeated, it goes on where it stopped. What was written is read again and compared with what Kafka sent.

    Exit codes: 1 the file holds another log, or Kafka deleted what comes next; 4 no broker, or a topic is missing.

    Example: countinghouse archive --domain clearing --kafka 127.0.0.1:9092 --to clearing.ledger
    """
    chosen = domain_named(domain)
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    names = TopicNames(domain, settings.app, settings.topic_prefix)
    if restore and begin is not None and to is None:
        restored = restore_from(begin, chosen, names, settings, wait, only_input=only_input)
        answer("\n".join(_restored_words(begin, restored)), _facts(begin, restored), as_json=as_json)
    elif to is not None and begin is None and not restore and not only_input:
        parts = archive_to(to, chosen, names, settings, wait)
        answer("\n".join(_words(to, parts)), _facts(to, parts), as_json=as_json)
    else:
        raise UserError(
            "Name the archive to write with --to FILE, or write one back with --restore --from FILE. Nothing was done."
        )


def _facts(path: Path, parts: Sequence[ArchivedPart | RestoredPart]) -> dict[str, object]:
    return {"archive": str(path), "partitions": [msgspec.to_builtins(one) for one in parts]}


def _words(path: Path, parts: Sequence[ArchivedPart]) -> Iterator[str]:
    copied, records = sum(one.copied for one in parts), sum(one.records for one in parts)
    yield f"{path}: {copied:,} records copied, {records:,} in all. What Kafka sent is what was read back."
    for one in parts:
        holes = f", {one.holes:,} offsets are Kafka's own" if one.holes else ""
        yield (
            f"  {one.topic}, partition {one.partition}: offsets {one.start:,} to {one.end - 1:,}, {one.records:,} "
            f"records{holes}; digest {one.digest[:16]}"
            if one.end > one.start
            else f"  {one.topic}, partition {one.partition}: nothing yet"
        )


def _restored_words(path: Path, parts: Sequence[RestoredPart]) -> Iterator[str]:
    yield f"{path}: {sum(one.records for one in parts):,} records restored, each at its own offset."
    for one in parts:
        yield f"  {one.topic}, partition {one.partition}: {one.records:,} records, up to offset {one.end:,}"
