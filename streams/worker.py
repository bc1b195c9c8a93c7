"""What does `faust -A streams.worker worker` run, and `countinghouse worker` with it?"""

import asyncio
import logging
from functools import partial
from typing import Any

import mode.loop

from streams.kernel.errors import UserError
from streams.runtime.cluster import partitions_found
from streams.runtime.deployment import deploy
from streams.runtime.endpoint import Endpoint
from streams.runtime.engine import Engine
from streams.runtime.exits import JOURNAL, end_process
from streams.runtime.faust_app import WorkerApp, end_of, new_app
from streams.runtime.lane import LaneLimits
from streams.runtime.metrics import ExitCollector, Metrics, PartitionCollector
from streams.runtime.plan import known, read_plan
from streams.runtime.settings import Settings, read_settings
from streams.runtime.state_cache import StateCache
from streams.runtime.topics import TopicNames
from streams.runtime.watch import Watch

_START_SECONDS = 20.0


def build(settings: Settings) -> WorkerApp:
    """The Faust app for the planned deployments, after a look whether their topics are as they must be.

    Raises:
        UserError: no broker answers, topics are missing or wrong, or the plan is.
    """
    worker = settings.group_instance_id or "worker"
    JOURNAL.keep_in(settings.data_dir / "exits" / f"{worker}.json")
    plan = read_plan(settings)
    domains = plan.domains()
    known((one.domain for one in plan.deployments), domains)
    found = _run(partitions_found(settings.kafka, _START_SECONDS))
    deployments = [
        deploy(
            domains[one.domain],
            TopicNames(one.domain, settings.app, one.topic_prefix),
            one.parameters,
            found,
        )
        for one in plan.deployments
    ]
    limits = LaneLimits(
        settings.commit_max_records,
        settings.commit_fold_seconds,
        settings.idle_commit_seconds,
        settings.transaction_timeout_ms,
    )
    cache = StateCache(settings.data_dir / "rows", worker, settings.rows_on_disk)
    metrics = Metrics()
    engine = Engine(deployments, settings.kafka, metrics, limits, cache)
    app = new_app(settings, engine)
    watch = Watch(engine, partial(end_of, app), settings.stall_seconds)
    app.beside = watch.run
    app.at_the_end = cache.close
    if settings.metrics_port:
        metrics.registry.register(PartitionCollector(watch))
        metrics.registry.register(ExitCollector(JOURNAL))
        Endpoint(settings.metrics_host, settings.metrics_port, metrics.registry, watch).start()
    return app


def run(settings: Settings) -> None:
    """Run a worker until it is told to stop; this process ends with it.

    Raises:
        UserError: see `build`.
    """
    mode.loop.use("uvloop")
    app = build(settings)
    app.finalize()
    app.Worker(loglevel=settings.log_level, quiet=True).execute_from_commandline()


def _run(coroutine: Any) -> Any:
    """Run a coroutine before Faust's own loop exists, and leave no trace of it."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()


def __getattr__(name: str) -> Any:
    """Build the app when Faust's own command line asks for it; importing the module asks nothing of Kafka."""
    if name != "app":
        raise AttributeError(name)
    mode.loop.use("uvloop")
    try:
        # Faust asks more than once.
        globals()["app"] = app = build(read_settings())
        return app
    except UserError as fault:
        end_process(fault.exit_code, fault.message)


if __name__ == "__main__":
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        run(read_settings())
    except UserError as fault:
        end_process(fault.exit_code, fault.message)
