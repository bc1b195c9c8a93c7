"""Which domains does one worker process run, on which topics, under which changes of the law?"""

import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from streams.kernel.errors import UserError
from streams.kernel.stage import Domain
from streams.runtime.settings import Settings

REGISTRY = "streams.registry:DOMAINS"


class PlannedDeployment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One domain on topics with a prefix of their own, with some parameters of its law replaced."""

    domain: str
    topic_prefix: str = ""
    parameters: dict[str, object] = {}


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a worker process runs.

    Attributes:
        registry: where the tuple of domains is, as module:name.
        deployments: what runs side by side.
    """

    deployments: list[PlannedDeployment]
    registry: str = REGISTRY

    def domains(self) -> dict[str, Domain]:
        """The domains of the registry by name."""
        module, _, name = self.registry.partition(":")
        found: Sequence[Domain] = getattr(importlib.import_module(module), name)
        return {domain.name: domain for domain in found}


def read_plan(settings: Settings) -> Plan:
    """The plan file that the settings name, or else one deployment of each wanted domain.

    Raises:
        UserError: the file cannot be read as a plan.
    """
    if settings.plan is not None:
        return _read_file(settings.plan)
    everything = Plan([]).domains()
    wanted = settings.domains or tuple(everything)
    return Plan([PlannedDeployment(name, settings.topic_prefix) for name in known(wanted, everything)])


def known(wanted: Iterable[str], domains: Iterable[str]) -> list[str]:
    """The wanted names, if all are domains.

    Raises:
        UserError: one is not.
    """
    names = list(wanted)
    unknown = [name for name in names if name not in domains]
    if unknown:
        raise UserError(
            f"There is no domain {', '.join(unknown)}. The domains are: {', '.join(domains)}. Nothing was started."
        )
    return names


def _read_file(path: Path) -> Plan:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Plan)
    except (OSError, msgspec.MsgspecError) as fault:
        raise UserError(f"The plan {path} cannot be read: {fault}. Nothing was started.") from fault
