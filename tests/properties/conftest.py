"""The stories that properties are held against, told one after the other."""

import pytest

from tests.properties import swaps_stories
from tests.properties.stories import SEEDS, Story, tell


@pytest.fixture(scope="session", params=SEEDS)
def told(request: pytest.FixtureRequest) -> Story:
    """One story of clearing; every test that asks for it is run before the next is told."""
    return tell(request.param)


@pytest.fixture(scope="session", params=swaps_stories.SEEDS)
def story(request: pytest.FixtureRequest) -> swaps_stories.Story:
    """One story of swaps; every test that asks for it is run before the next is told."""
    return swaps_stories.tell(request.param)
