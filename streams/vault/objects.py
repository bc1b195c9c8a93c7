"""Where are the objects of records?"""

import os
import re
import stat
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote

from streams.kernel.errors import UserError

_S3: Final = re.compile(r"s3://([a-z0-9.-]{3,63})(?:/(.*))?")
_LONGEST_NAME: Final = 240


class ObjectStore(Protocol):
    """Holds objects by the names of their records."""

    def read(self, name: str, /) -> bytes | None:
        """An object; None where there is none.

        Raises:
            UserError: the store does not answer.
        """

    def write(self, name: str, content: bytes, /) -> None:
        """Keep an object."""

    def delete(self, name: str, /) -> bool:
        """Delete an object; whether there was one."""


class DirectoryStore:
    """A file for each object, named after its record."""

    def __init__(self, directory: Path) -> None:
        """Open a directory.

        Raises:
            UserError: there is none.
        """
        if not directory.is_dir():
            raise UserError(f"{directory} is no directory with recordings. Nothing was checked.")
        self._directory = directory

    def read(self, name: str, /) -> bytes | None:
        """The bytes of a file; None where there is none."""
        try:
            return self._file(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise UserError(f"{self._file(name)} cannot be read: {problem.strerror}.") from None

    def write(self, name: str, content: bytes, /) -> None:
        """Put a file in its place in one step."""
        file = self._file(name)
        draft = file.with_name(f".{file.name}.new")
        mode = stat.S_IRUSR | stat.S_IWUSR
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)

    def delete(self, name: str, /) -> bool:
        """Delete a file."""
        try:
            self._file(name).unlink()
        except FileNotFoundError:
            return False
        return True

    def _file(self, name: str) -> Path:
        quoted = quote(name, safe=" ")
        if quoted.strip(".") == "" or len(quoted) > _LONGEST_NAME:
            raise UserError(f"The record {name[:40]} cannot be the name of a file.")
        return self._directory / quoted


class BucketStore:
    """A bucket of an S3-compatible store; boto3 finds its address and the credentials, none stands in a command."""

    def __init__(self, bucket: str, prefix: str) -> None:
        """Open a bucket.

        Raises:
            UserError: the package `boto3` is not installed.
        """
        try:
            import boto3
            from botocore.exceptions import BotoCoreError, ClientError
        except ImportError:
            raise UserError(
                'An S3-compatible store needs the package boto3: pip install "countinghouse[s3]". Nothing was checked.'
            ) from None
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._client = boto3.client("s3")
        self._faults: tuple[type[Exception], ...] = (BotoCoreError, ClientError)
        self._missing: type[Exception] = self._client.exceptions.NoSuchKey

    def read(self, name: str, /) -> bytes | None:
        """An object; None where there is none."""
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
            return bytes(found["Body"].read())
        except self._missing:
            return None
        except self._faults as problem:
            raise UserError(f"The bucket {self._bucket} does not give {name}: {problem}.") from None

    def write(self, name: str, content: bytes, /) -> None:
        """Keep an object."""
        try:
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + name, Body=content)
        except self._faults as problem:
            raise UserError(f"The bucket {self._bucket} does not take {name}: {problem}.") from None

    def delete(self, name: str, /) -> bool:
        """Delete an object."""
        is_there = self.read(name) is not None
        try:
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)
        except self._faults as problem:
            raise UserError(f"The bucket {self._bucket} does not delete {name}: {problem}.") from None
        return is_there


def object_store(place: str) -> ObjectStore:
    """The store at a place: a directory, or `s3://BUCKET/PREFIX`.

    Raises:
        UserError: there is none.
    """
    found = _S3.fullmatch(place)
    return BucketStore(found[1], found[2] or "") if found else DirectoryStore(Path(place))
