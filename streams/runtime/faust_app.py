"""How is Faust set up so that its agents hand batches to the engine?"""

from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

import faust
from aiokafka.errors import IllegalStateError
from faust.app import BootStrategy
from faust.tables.manager import TableManager
from faust.tables.recovery import RebalanceAgain
from faust.types import TP

from streams.runtime.engine import Engine
from streams.runtime.exits import ExitCode, end_process
from streams.runtime.settings import Settings
from streams.runtime.transport import BatchTransport


class _WorkerBoot(BootStrategy):
    """Starts what the engine needs of Faust: no web server, and no producer, whose records would not be in a
    transaction."""

    enable_web = False
    enable_kafka_producer = False


class _NoTables(TableManager):
    """Runs Faust's rebalances without its wait of a second for tables, of which there are none."""

    async def on_start(self) -> None:
        await self._update_channels()
        await self.recovery.start()


class _Worker(faust.Worker):
    """Ends the process as soon as the services have stopped, without the seconds in which Faust looks for more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spinner = None

    def _shutdown_loop(self) -> NoReturn:
        reason = self.crash_reason
        if reason is not None:
            end_process(ExitCode.CRASHED, f"Faust stopped with {type(reason).__name__}: {reason}.")
        self.app.at_the_end()
        end_process(ExitCode.DONE, "Stopped; everything that was begun is committed.")


class WorkerApp(faust.App):
    """A Faust app that has no directories of its own.

    Attributes:
        beside: runs beside the agents from the start.
        at_the_end: is called when everything has stopped that was asked to.
    """

    beside: Callable[[], Coroutine[Any, Any, None]]
    at_the_end: Callable[[], None]

    async def on_start(self) -> None:
        await super().on_start()
        self.add_future(self.beside())

    def _create_directories(self) -> None:
        pass


def new_app(settings: Settings, engine: Engine) -> WorkerApp:
    """A Faust app with one agent for each source topic, which hands every batch to the engine."""
    app = WorkerApp(settings.app, **_configuration(settings))
    app.transport = BatchTransport(app.conf.broker_consumer, app, engine)
    for topic in engine.sources:
        _add_agent(app, topic, engine)

    async def on_rebalance_complete(*_: Any, **__: Any) -> None:
        if not await engine.take_over({TP(*one) for one in app.consumer.assignment()}):
            # Faust waits for the assignment to come, and resumes no stream before.
            raise RebalanceAgain

    app.on_rebalance_complete.connect(on_rebalance_complete)
    return app


def end_of(app: faust.App, partition: TP) -> int | None:
    """The end of a partition's committed records as the consumer last heard it; None while it is not known."""
    try:
        end: int | None = app.consumer._thread._ensure_consumer().last_stable_offset(partition)
    except (IllegalStateError, AssertionError, faust.exceptions.ConsumerNotStarted):
        return None
    return end


def _add_agent(app: faust.App, topic: str, engine: Engine) -> None:
    async def hand_over(stream: Any) -> None:
        async for event in stream.noack().events():
            engine.hand_over(event.message.tp, event.value, event.message, app.consumer)

    app.agent(app.topic(topic), name=topic)(hand_over)


def _configuration(settings: Settings) -> dict[str, Any]:
    return {
        "broker": [f"kafka://{host.strip()}" for host in settings.kafka.split(",")],
        "BootStrategy": _WorkerBoot,
        "TableManager": _NoTables,
        "Worker": _Worker,
        "broker_client_id": settings.group_instance_id or settings.app,
        "broker_commit_interval": settings.commit_interval_seconds,
        "broker_heartbeat_interval": settings.heartbeat_ms / 1000,
        "broker_max_poll_records": settings.max_poll_records,
        "broker_rebalance_timeout": settings.rebalance_timeout_ms / 1000,
        "broker_request_timeout": settings.request_timeout_ms / 1000,
        "broker_session_timeout": settings.session_timeout_ms / 1000,
        # The engine seeks every partition to where its state ends; where that is not to be had it says so.
        "consumer_auto_offset_reset": "none",
        "consumer_group_instance_id": settings.group_instance_id,
        "consumer_max_fetch_size": settings.fetch_max_bytes,
        "processing_guarantee": "at_least_once",
        "stream_buffer_maxsize": settings.stream_buffer_batches,
        "stream_wait_empty": True,
        "table_standby_replicas": 0,
        "topic_allow_declare": False,
        "topic_disable_leader": True,
        "web_enabled": False,
        "worker_redirect_stdouts": False,
    }
