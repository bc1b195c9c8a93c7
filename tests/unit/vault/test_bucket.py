"""Does an S3-compatible store hold objects as a directory does? The server is moto's, on loopback."""

import os
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from streams.kernel.errors import UserError
from streams.vault.objects import ObjectStore, object_store


@pytest.fixture(scope="module")
def bucket() -> Iterator[ObjectStore]:
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            environment.delenv(name)
        environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        environment.setenv("AWS_ACCESS_KEY_ID", "somebody")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "something")
        environment.setenv("AWS_DEFAULT_REGION", "eu-north-1")
        place = {"LocationConstraint": "eu-north-1"}
        boto3.client("s3").create_bucket(Bucket="recordings", CreateBucketConfiguration=place)
        yield object_store("s3://recordings/2024")
    server.stop()


def test_a_bucket_holds_objects_and_knows_what_is_not_there(bucket: ObjectStore) -> None:
    bucket.write("R1", b"what was said")

    assert bucket.read("R1") == b"what was said"
    assert bucket.read("R2") is None
    assert bucket.delete("R1")
    assert not bucket.delete("R1")


def test_a_bucket_that_is_not_there_is_told(bucket: ObjectStore) -> None:
    with pytest.raises(UserError, match="nowhere"):
        object_store("s3://nowhere").write("R1", b"")
