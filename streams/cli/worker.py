"""countinghouse worker: fold the domains' topics until told to stop."""

import os
import sys
from typing import Annotated

import typer

from streams.runtime.settings import PREFIX, read_settings


def worker(
    domain: Annotated[
        list[str] | None, typer.Option("--domain", help="Only this domain; may be given several times.")
    ] = None,
    kafka: Annotated[
        str | None, typer.Option(help="HOST:PORT of a broker; COUNTINGHOUSE_KAFKA by default.")
    ] = None,
    instance: Annotated[
        str | None,
        typer.Option(
            help="The worker's own name in its group: started again under it, it is back on its partitions at once."
        ),
    ] = None,
    topic_prefix: Annotated[str | None, typer.Option(help="Stands before every topic's name.")] = None,
    metrics_port: Annotated[
        int | None, typer.Option(help="Serves /metrics, /livez and /readyz on loopback; 0 for none.")
    ] = None,
    log_level: Annotated[
        str | None, typer.Option(help="How much it says: DEBUG, INFO, WARN or ERROR.")
    ] = None,
) -> None:
    """Fold the domains' topics, exactly once, until told to stop.

    It shares the partitions with every other worker of the same deployment. The exit code is 0 after SIGTERM or
    Ctrl-C, 3 when topics are missing or wrong, 4 without a broker, 6 for state of another version; 10 to 14 say
    that it ended at once because memory was ahead of what is committed: start it again, nothing is lost.

    Example: countinghouse worker --domain clearing --instance one
    """
    given = {
        "domains": ",".join(domain or ()),
        "kafka": kafka,
        "group_instance_id": instance,
        "topic_prefix": topic_prefix,
        "metrics_port": metrics_port,
        "log_level": log_level,
    }
    chosen = {name: value for name, value in given.items() if value not in (None, "")}
    # Wrong options are told by their names, as those of every command.
    read_settings(**chosen)
    environment = os.environ | {PREFIX + name.upper(): str(value) for name, value in chosen.items()}
    os.execve(sys.executable, [sys.executable, "-m", "streams.worker"], environment)
