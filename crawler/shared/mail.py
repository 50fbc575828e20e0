"""What workers tell the run's owner: calls on its intake and tally, made there in the order in which they were sent."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from crawler.shared.link import PREFIX, Link
from crawler.team import Counts, Records

log = logging.getLogger(__name__)

_BOX = PREFIX + "mail"
#: What may be asked for, by name. Only the records of the intake outlive their run; what is counted belongs to it.
_CALLS = {
    target: frozenset(name for name in vars(told) if not name.startswith("_")) for target, told in (("intake", Records), ("tally", Counts))
}


class Mail:
    """Stands for an object of the run's owner. Calls bring nothing back; their arguments are JSON values."""

    def __init__(self, link: Link, run_id: str, target: str) -> None:
        self._link = link
        self._run_id = run_id
        self._target = target

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name not in _CALLS[self._target]:
            raise AttributeError(name)

        def send(*arguments: Any) -> None:
            self._link.rpush(_BOX, json.dumps([self._run_id, self._target, name, arguments]))

        return send


def deliver(link: Link, run_id: str, targets: Mapping[str, Any]) -> None:
    """Makes the calls that wait, each taken out of the box only after it was made.

    Of what an earlier run left behind, its records are still taken.
    """
    while letters := link.lrange(_BOX, 0, 99):
        for letter in letters:
            try:
                of_run, target, name, arguments = json.loads(letter)
                if name not in _CALLS[target]:
                    raise ValueError(f"nobody does {target}.{name}")
                if of_run == run_id or target == "intake":
                    getattr(targets[target], name)(*arguments)
            except (KeyError, TypeError, ValueError) as error:  # of a worker of another version; it must not stop the rest
                log.warning("mail that cannot be understood is left out: %s", error)
        link.ltrim(_BOX, len(letters), -1)
