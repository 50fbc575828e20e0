"""``python -m tests.sites``: serves the sample sites on loopback until it is stopped."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

import yaml

from tests.sites.hostile import hosts
from tests.sites.platforms import all_platforms
from tests.sites.server import SampleSites
from tests.sites.web import Web


def serve_platforms(port: int, cards: str | None) -> list[str]:
    """Serves the sites of the publishing systems on the same port until the process ends; returns their hosts."""
    webs = {key: (site, Web(site.host, site.robots, site.answer, port).start()) for key, site in all_platforms().items()}
    if cards:
        found = [{"id": f"sample-{key}", "url": web.url(site.entry), **site.card} for key, (site, web) in webs.items()]
        (Path(cards) / "platforms.yaml").write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return [site.host for site, _ in webs.values()]


def serve_hostile(port: int, cards: str | None) -> list[str]:
    """Serves the hosts of the hostile site on the same port until the process ends; returns them."""
    webs = {
        key: Web(f"127.0.9.{number}", port=port, **values).start()
        for number, (key, values) in enumerate(hosts("http://www.example.com/zfxxgknb/").items(), 1)
    }
    if cards:
        found = [{"id": f"hostile-{key}", "url": web.url("/zfxxgknb/")} for key, web in webs.items()]
        (Path(cards) / "hostile.yaml").write_text(yaml.safe_dump(found), encoding="utf-8")
    return [web.host for web in webs.values()]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sites", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port of all sites; 0 takes a free one (default)")
    parser.add_argument("--cards", metavar="DIR", help="write the registry cards of the sites into DIR")
    parser.add_argument("--platforms", action="store_true", help="also a sample site for each publishing system")
    parser.add_argument("--hostile", action="store_true", help="also sites that refuse, break, lie and trap")
    parser.add_argument("--latency", type=float, default=0, metavar="SECONDS", help="wait before each answer")
    options = parser.parse_args()
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    try:
        served = SampleSites(options.port).start()
    except OSError as error:
        print(f"cannot serve the sample sites on port {options.port}: {error}", file=sys.stderr)
        return 1
    served.latency = dict.fromkeys(served.hosts, options.latency)
    cards = str(served.cards(options.cards)) if options.cards else None
    listening = [*served.hosts]
    for wanted, serve in ((options.platforms, serve_platforms), (options.hostile, serve_hostile)):
        listening += serve(served.port, options.cards) if wanted else ()
    ready = {"url": served.url("county"), "port": served.port, "cards": cards, "hosts": listening}
    print(json.dumps(ready), flush=True)
    stop.wait()
    served.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
