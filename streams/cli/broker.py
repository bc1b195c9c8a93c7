"""countinghouse broker: a real Kafka broker on this machine, for trials and tests."""

import time
from pathlib import Path
from typing import Annotated

import typer

from streams.cli.answer import Json, answer
from streams.runtime.broker import DEFAULT_PORT, Broker, Running
from streams.runtime.settings import read_settings

app = typer.Typer(help="A real Kafka broker on this machine, for trials and tests.", no_args_is_help=True)

DataDir = Annotated[
    Path | None, typer.Option(help="Where the broker keeps its topics; COUNTINGHOUSE_DATA_DIR by default.")
]


@app.command()
def start(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; a taken one is replaced.")] = DEFAULT_PORT,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Start the broker, wait until it answers, and say where.

    Example: countinghouse broker start --port 19092
    """
    directory = read_settings(data_dir=data_dir).data_dir
    broker = Broker(directory, port=port)
    before, began = broker.running(), time.monotonic()
    running = broker.start()
    if before is not None:
        words = f"Kafka {running.version} is already running at {running.bootstrap} (pid {running.pid})."
    else:
        seconds = time.monotonic() - began
        words = (
            f"Kafka {running.version} listens at {running.bootstrap} (pid {running.pid}, {seconds:.1f} s)."
        )
        if running.port != port:
            words += (
                f"\nPort {port} is taken by another program. Say where this one is with "
                f"--kafka {running.bootstrap} or COUNTINGHOUSE_KAFKA={running.bootstrap}."
            )
    answer(words, _facts(running), as_json=as_json)


@app.command()
def stop(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Stop the broker; its topics stay for the next start.

    Example: countinghouse broker stop
    """
    directory = read_settings(data_dir=data_dir).data_dir
    stopped = Broker(directory).stop()
    words = (
        f"The broker at {stopped.bootstrap} has stopped. Its topics stay in {directory / 'kafka'}."
        if stopped
        else "No development broker was running."
    )
    answer(words, _facts(stopped), as_json=as_json)


@app.command()
def status(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Say whether the broker runs and where; the exit code is 4 when it does not.

    Example: countinghouse broker status --json
    """
    running = Broker(read_settings(data_dir=data_dir).data_dir).running()
    words = (
        f"Kafka {running.version} runs at {running.bootstrap} (pid {running.pid})."
        if running
        else 'No development broker is running. Start one with "countinghouse broker start".'
    )
    answer(words, _facts(running), as_json=as_json)
    if running is None:
        raise typer.Exit(4)


def _facts(running: Running | None) -> dict[str, str | int | None]:
    if running is None:
        return {"kafka": None}
    return {"kafka": running.bootstrap, "pid": running.pid, "version": running.version}
