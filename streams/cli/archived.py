"""Where is the archive of a cluster's topics kept, and is it up to date?"""

from pathlib import Path

from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.runtime.settings import Settings


def up_to_date(domain: Domain, names: TopicNames, settings: Settings) -> Path:
    """Bring the archive of a domain's topics up to date, and say where it is."""
    raise NotImplementedError
