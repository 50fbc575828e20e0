"""Who takes part in a crawl: one machine alone, or several that share memory and pace through Redis."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from scrapy.exceptions import CloseSpider

from crawler.memory import Memory
from crawler.network.pace import Pace
from etl.settings import Settings

if TYPE_CHECKING:
    from crawler.shared.crew import Worker
    from crawler.shared.memory import AnyMemory

#: ``source``: an identifier of a site to visit; ``document``: the key of a page whose archived document is to be loaded.
Task = tuple[Literal["source", "document"], str]


class ClusterError(CloseSpider):
    """Machines cannot work together; the text is one sentence. Wherever it is raised, Scrapy ends the crawl."""

    REASON = "cluster"

    def __init__(self, sentence: str) -> None:
        super().__init__(self.REASON)
        self.args = (sentence,)


class Records(Protocol):
    """What becomes of requests and failures: an :class:`~etl.intake.Intake`, or mail to that of the run's owner."""

    def fetch(self, record: Mapping[str, Any]) -> None: ...
    def failure(self, record: Mapping[str, Any]) -> None: ...


class Counts(Protocol):
    """What whoever takes part in a run tells of it: a :class:`~crawler.summary.Tally`, or mail to that of the owner."""

    def request(self, source_id: str | None, size: int, status: int) -> None: ...
    def document(self, source_id: str, result: str) -> None: ...
    def failed(self, source_id: str, kind: str) -> None: ...
    def ignored(self, source_id: str, reasons: Mapping[str, int]) -> None: ...
    def alarm(self, source_id: str, sentence: str) -> None: ...
    def enter(self, source_id: str) -> None: ...
    def vanish(self, source_id: str) -> None: ...
    def put_off(self, source_id: str, kind: str) -> None: ...
    def defect(self, sentence: str) -> None: ...
    def worker_joined(self, name: str, state: str) -> None: ...
    def worker_took(self, name: str) -> None: ...
    def worker_gone(self, name: str, state: str, given_back: int) -> None: ...


class Team(Protocol):
    @property
    def memory(self) -> AnyMemory: ...

    @property
    def pace(self) -> Pace: ...

    @property
    def fault(self) -> ClusterError | None:
        """Why this process cannot work with the others any more."""

    async def announce(self, sources: Iterable[str], order: Mapping[str, Any], targets: Mapping[str, Any]) -> None:
        """Opens the run to others. ``order``: what they need to know; ``targets``: what their mail is for."""

    def work(self, open_pages: Callable[[], frozenset[str]]) -> AsyncIterator[Task]:
        """What this process is to do, until nothing is left. ``open_pages``: keys of the pages it is at work on."""

    def close(self) -> None: ...


class Alone:
    """One machine."""

    fault = None

    def __init__(self, home: Path, delay: float) -> None:
        self.memory = Memory(home / "crawl.db")
        self.pace = Pace(delay)
        self._sources: tuple[str, ...] = ()

    async def announce(self, sources: Iterable[str], order: Mapping[str, Any], targets: Mapping[str, Any]) -> None:
        self._sources = tuple(sources)

    async def work(self, open_pages: Callable[[], frozenset[str]]) -> AsyncIterator[Task]:
        for key in self.memory.archived():
            yield "document", key
        for source_id in self._sources:
            yield "source", source_id

    def close(self) -> None:
        self.memory.close()


def team_of(settings: Settings, run_id: str) -> Team:
    """The team that the settings ask for, led from here. Raises :class:`ClusterError`."""
    if settings.redis_url is None:
        return Alone(settings.home, settings.delay)
    return _shared().Leader(settings, run_id)


def join_run(settings: Settings, waiting: Callable[[], None]) -> Worker:
    """Waits for a run to be announced and takes part in it.

    ``waiting`` is called once if there is none yet. Raises :class:`ClusterError`.
    """
    if settings.redis_url is None:
        raise ClusterError("a worker needs GONGKAI_REDIS_URL, the address of the Redis that the run's machine uses, too")
    return _shared().join(settings, waiting)


def _shared() -> Any:
    try:
        from crawler.shared import crew
    except ModuleNotFoundError as error:
        if error.name != "redis":
            raise
        raise ClusterError("GONGKAI_REDIS_URL is set, and redis-py is missing: pip install 'gongkai[cluster]'") from None
    return crew
