"""Tells the operator by webhook, mail or chat how a scheduled run ended. Apprise knows the services; this knows what to say."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etl.settings import Settings, SettingsError
from gongkai.session import FINISHED

if TYPE_CHECKING:
    import apprise

_LISTED = 10


class Notifier:
    """Messages to the addresses of ``Settings.notify``; nothing at all where there are none.

    Raises :class:`~etl.settings.SettingsError` for an address that no service has, before the run and not after it.
    Addresses hold passwords and tokens: they are never shown or kept.
    """

    def __init__(self, settings: Settings) -> None:
        self._always = settings.notify_when == "always"
        self._services: Sequence[apprise.NotifyBase] = _services(settings.notify)

    def tell(self, run: Mapping[str, Any]) -> list[str]:
        """Says how a run ended, a row of ``runs``; returns a sentence for each service that did not take it.

        A run that ended well is passed over, unless the settings ask for it.
        """
        if run["state"] == FINISHED and not self._always:
            return []
        title, body = message(run)
        return [
            f"{service.service_name} did not take the notice of this run"
            for service in self._services if not service.notify(body=body, title=title)
        ]


def _services(addresses: Sequence[str]) -> list[apprise.NotifyBase]:
    if not addresses:
        return []
    try:
        import apprise
    except ImportError:
        raise SettingsError("GONGKAI_NOTIFY needs the extra notify: pip install 'gongkai[notify]'") from None
    # What it logs of an address that it does not know is the whole of it.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    services = []
    for number, address in enumerate(addresses, 1):
        service = apprise.Apprise.instantiate(address, suppress_exceptions=True)
        if service is None:
            scheme = address.partition("://")[0] if "://" in address else "no scheme"
            raise SettingsError(f"GONGKAI_NOTIFY: address {number} ({scheme}) is none that Apprise knows")
        services.append(service)
    return services


def message(run: Mapping[str, Any]) -> tuple[str, str]:
    """Title and text for a row of ``runs``: what to look at first, then what was found and what failed."""
    summary = run["summary"]
    crawl = summary.get("crawl") or {}
    sources = crawl.get("sources") or ()
    title = f"公开 gongkai {run['kind']}: {run['state']}"
    lines = [f"{run['id']}, {run['started_at']} – {run['finished_at']}"]
    lines += [str(summary[key]) for key in ("error", "attention") if summary.get(key)]
    if crawl:
        counts = {name: sum(s[name] for s in sources) for name in ("new", "changed", "vanished", "requests")}
        lines.append("{} 站点 sources, {new} 新 new, {changed} 变 changed, {vanished} 消失 vanished, {requests} 请求 requests".format(
            len(sources), **counts))
        lines += [f"失败 failed: {kind} {times}" for kind, times in sorted(crawl["failed"].items())]
        alarms = crawl["alarms"]
        lines += [f"- {sentence}" for sentence in alarms[:_LISTED]]
        if len(alarms) > _LISTED:
            lines.append(f"- … {len(alarms) - _LISTED} more")
    if summary.get("release"):
        lines.append("发布了新版本 a new release was published")
    return title, "\n".join(lines)
