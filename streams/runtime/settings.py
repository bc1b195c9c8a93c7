"""With which settings does a command or a worker run?"""

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from streams.kernel.errors import UserError

T = TypeVar("T")

PREFIX = "COUNTINGHOUSE_"
# Read by the tests alone.
_TEST_PREFIX = PREFIX + "TEST_"

_HOST_AND_PORT = re.compile(r"(\[[0-9a-fA-F:]+\]|[^\s,:\[\]]+):([1-9][0-9]{0,4})")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TOPIC_PREFIX = re.compile(r"[A-Za-z0-9._-]{0,80}")


class SettingsError(UserError):
    """One or more settings are wrong; the message lists all of them."""


class Settings(BaseSettings):
    """What a deployment chooses; nothing here can change a result.

    A value comes from the command's option, else from the environment (`COUNTINGHOUSE_` and the name in
    capitals), else from the default. The description of a field says what is allowed.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    kafka: str = Field("127.0.0.1:9092", description="HOST:PORT of a broker, or several with commas between")
    app: str = Field(
        "countinghouse", description="small letters, digits and hyphens, a letter first, 40 at most"
    )
    topic_prefix: str = Field(
        "", description="letters, digits, full stops, hyphens and underscores, 80 at most"
    )
    data_dir: Path = Field(Path(".countinghouse"), description="a directory, or a path where one can be made")
    domains: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="names of domains with commas between; none means every domain"
    )
    partitions: int = Field(8, ge=1, le=1024, description="a whole number from 1 to 1024")
    replication: int = Field(
        -1, description="a whole number from 1 to 9, or -1 for the brokers' default.replication.factor"
    )
    group_instance_id: str | None = Field(
        None, description="letters, digits, full stops, hyphens and underscores; each worker has its own"
    )
    metrics_host: str = Field(
        "127.0.0.1", min_length=1, description="the address on which metrics are served"
    )
    metrics_port: int = Field(9464, ge=0, le=65535, description="a port from 1 to 65535, or 0 for no metrics")
    session_timeout_ms: int = Field(
        30_000, ge=1_000, le=1_800_000, description="a whole number from 1000 to 1800000"
    )
    heartbeat_ms: int = Field(
        3_000, ge=100, description="at least 100, at most a third of session_timeout_ms"
    )
    rebalance_timeout_ms: int = Field(60_000, ge=1_000, description="a whole number from 1000")
    request_timeout_ms: int = Field(60_000, ge=1_000, description="at least session_timeout_ms")
    transaction_timeout_ms: int = Field(
        30_000, ge=1_000, le=900_000, description="a whole number from 1000 to 900000"
    )
    max_poll_records: int = Field(5_000, ge=1, le=100_000, description="a whole number from 1 to 100000")
    fetch_max_bytes: int = Field(
        4 << 20, ge=1 << 16, le=64 << 20, description="bytes for each partition, from 65536 to 67108864"
    )
    stream_buffer_batches: int = Field(16, ge=1, le=1024, description="a whole number from 1 to 1024")
    commit_interval_seconds: float = Field(2.8, gt=0, le=60, description="seconds above 0, at most 60")
    commit_max_records: int = Field(
        20_000, ge=1, le=1_000_000, description="a whole number from 1 to 1000000"
    )
    commit_fold_seconds: float = Field(2.0, gt=0, le=60, description="seconds above 0, at most 60")
    idle_commit_seconds: float = Field(5.0, gt=0, le=3600, description="seconds above 0, at most 3600")
    stall_seconds: float = Field(60.0, gt=0, le=3600, description="seconds above 0, at most 3600")
    log_level: Literal["DEBUG", "INFO", "WARN", "ERROR"] = Field(
        "WARN", description="DEBUG, INFO, WARN or ERROR"
    )
    rows_on_disk: Literal["large", "all", "none"] = Field(
        "large", description="large (the stages that say so), all or none"
    )
    # It may hold a password.
    register_url: SecretStr | None = Field(
        None, description="the URL of the database of the register of comms, see docs/comms-register.md"
    )
    comms_keys: Path | None = Field(
        None, description="a file with the keys for pseudonyms, readable by its owner alone"
    )
    plan: Path | None = Field(
        None, description="a JSON file of deployments (domain, topic_prefix, parameters), in place of domains"
    )

    @field_validator("kafka")
    @classmethod
    def _names_brokers(cls, value: str) -> str:
        hosts = [_HOST_AND_PORT.fullmatch(part.strip()) for part in value.split(",")]
        return _allowed(value, all(host is not None and int(host[2]) <= 65535 for host in hosts))

    @field_validator("app")
    @classmethod
    def _is_a_name(cls, value: str) -> str:
        return _allowed(value, _NAME.fullmatch(value) is not None)

    @field_validator("topic_prefix")
    @classmethod
    def _can_stand_in_a_topic(cls, value: str) -> str:
        return _allowed(value, _TOPIC_PREFIX.fullmatch(value) is not None)

    @field_validator("group_instance_id")
    @classmethod
    def _is_a_member_id(cls, value: str | None) -> str | None:
        return _allowed(value, value is None or re.fullmatch(r"[A-Za-z0-9._-]{1,200}", value) is not None)

    @field_validator("domains", mode="before")
    @classmethod
    def _splits(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("data_dir")
    @classmethod
    def _can_be_a_directory(cls, value: Path) -> Path:
        return _allowed(value, value.is_dir() or not value.exists())

    @field_validator("replication")
    @classmethod
    def _is_a_replication_factor(cls, value: int) -> int:
        return _allowed(value, value == -1 or 1 <= value <= 9)

    @field_validator("heartbeat_ms")
    @classmethod
    def _is_well_below_the_session(cls, value: int, info: ValidationInfo) -> int:
        return _allowed(value, value * 3 <= info.data.get("session_timeout_ms", value * 3))

    @field_validator("request_timeout_ms")
    @classmethod
    def _is_not_below_the_session(cls, value: int, info: ValidationInfo) -> int:
        return _allowed(value, value >= info.data.get("session_timeout_ms", value))


def read_settings(**overrides: Any) -> Settings:
    """The settings from options, environment and defaults; an option of None counts as not given.

    Raises:
        SettingsError: Anything is wrong; its message names every fault.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    faults = _unknown_names(os.environ)
    try:
        settings = Settings(**given)
    except ValidationError as error:
        faults += [_sentence(fault, given) for fault in error.errors(include_url=False)]
    if faults:
        count = "One setting is" if len(faults) == 1 else f"{len(faults)} settings are"
        raise SettingsError("\n  ".join([f"{count} wrong; nothing was started.", *faults]))
    return settings


def _allowed(value: T, holds: bool) -> T:
    if not holds:
        raise PydanticCustomError("not_allowed", "is not allowed")
    return value


def _sentence(fault: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    name = str(fault["loc"][0])
    source = f"--{name.replace('_', '-')}" if name in given else PREFIX + name.upper()
    return f"{source} is {str(fault['input'])!r}. Allowed: {Settings.model_fields[name].description}."


def _unknown_names(environment: Mapping[str, str]) -> list[str]:
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    unknown = [
        name
        for name in sorted(environment)
        if name.startswith(PREFIX) and not name.startswith(_TEST_PREFIX) and name not in known
    ]
    return [f"{name} is set, but there is no such setting.{_nearest(name, known)}" for name in unknown]


def _nearest(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f" Did you mean {near[0]}?" if near else ""
