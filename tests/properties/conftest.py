"""The stories that properties are held against, told one after the other."""

import pytest

from tests.properties.stories import SEEDS, Story, tell


@pytest.fixture(scope="session", params=SEEDS)
def told(request: pytest.FixtureRequest) -> Story:
    """One story; every test that asks for it is run before the next is told."""
    return tell(request.param)
