"""countinghouse topics: are the topics of the domains there, and as described?"""

import asyncio
from typing import Annotated

import typer

from streams.cli.answer import Json, answer
from streams.runtime import topics
from streams.runtime.plan import read_plan
from streams.runtime.settings import Settings, read_settings

app = typer.Typer(help="The topics of the domains: create them, compare them.", no_args_is_help=True)

Domains = Annotated[
    list[str] | None, typer.Option("--domain", help="Only this domain's; may be given several times.")
]
Kafka = Annotated[str | None, typer.Option(help="HOST:PORT of a broker; COUNTINGHOUSE_KAFKA by default.")]
Partitions = Annotated[
    int | None, typer.Option(help="Partitions of the input; COUNTINGHOUSE_PARTITIONS by default.")
]
Replication = Annotated[
    int | None, typer.Option(help="Copies of each partition; the brokers' own default if left out.")
]
Prefix = Annotated[str | None, typer.Option(help="Stands before every topic's name.")]


@app.command()
def apply(
    domain: Domains = None,
    kafka: Kafka = None,
    partitions: Partitions = None,
    replication: Replication = None,
    topic_prefix: Prefix = None,
    as_json: Json = False,
) -> None:
    """Create the topics that are missing; change none that exists, but say how it differs (exit code 3).

    Example: countinghouse topics apply --domain clearing --partitions 8
    """
    settings = _settings(domain, kafka, partitions, replication, topic_prefix)
    wanted = described(settings)
    created = asyncio.run(topics.apply(settings.kafka, wanted))
    differences = asyncio.run(topics.check(settings.kafka, wanted))
    there = f"{len(created)} topics created, {len(wanted) - len(created)} were there already."
    _tell([there, *(f"  {name}" for name in created)], created, differences, as_json)


@app.command()
def check(
    domain: Domains = None,
    kafka: Kafka = None,
    partitions: Partitions = None,
    replication: Replication = None,
    topic_prefix: Prefix = None,
    as_json: Json = False,
) -> None:
    """Compare the topics with their description; the exit code is 3 when they differ.

    Example: countinghouse topics check --json
    """
    settings = _settings(domain, kafka, partitions, replication, topic_prefix)
    wanted = described(settings)
    differences = asyncio.run(topics.check(settings.kafka, wanted))
    words = [] if differences else [f"All {len(wanted)} topics are as described."]
    _tell(words, [], differences, as_json)


def described(settings: Settings) -> list[topics.Topic]:
    """The topics that the deployment's domains need."""
    plan = read_plan(settings)
    domains = plan.domains()
    return [
        topic
        for one in plan.deployments
        for topic in topics.topics_of(
            domains[one.domain],
            topics.TopicNames(one.domain, settings.app, one.topic_prefix),
            settings.partitions,
            settings.replication,
        )
    ]


def _settings(
    domain: list[str] | None,
    kafka: str | None,
    partitions: int | None,
    replication: int | None,
    topic_prefix: str | None,
) -> Settings:
    return read_settings(
        domains=tuple(domain) if domain else None,
        kafka=kafka,
        partitions=partitions,
        replication=replication,
        topic_prefix=topic_prefix,
    )


def _tell(words: list[str], created: list[str], differences: list[str], as_json: bool) -> None:
    if differences:
        words = [*words, "The cluster differs from the description:", *(f"  {line}" for line in differences)]
    answer("\n".join(words), {"created": created, "differences": differences}, as_json=as_json)
    if differences:
        raise typer.Exit(3)
