from __future__ import annotations

import asyncio
import itertools
import time

from crawler.network.pace import Pace


def test_a_host_is_asked_one_at_a_time_with_a_pause_and_hosts_do_not_wait_for_each_other() -> None:
    pace = Pace(0.05)
    spans: dict[str, list[tuple[float, float]]] = {"a.gov.cn": [], "b.gov.cn": []}

    async def ask(host: str) -> None:
        async with pace.turn(host if len(spans[host]) % 2 else "www." + host):  # www is the same host
            began = time.monotonic()
            await asyncio.sleep(0.02)
            spans[host].append((began, time.monotonic()))

    async def both() -> None:
        await asyncio.gather(*(ask(host) for host in spans for _ in range(4)))

    asyncio.run(both())
    for times in spans.values():
        gaps = [later[0] - earlier[1] for earlier, later in itertools.pairwise(times)]
        assert len(gaps) == 3
        assert all(gap >= 0.05 for gap in gaps), gaps
    (a_began, a_ended), (b_began, b_ended) = ((times[0][0], times[-1][1]) for times in spans.values())
    assert a_began < b_ended
    assert b_began < a_ended


def test_a_host_may_be_given_more_time_never_less() -> None:
    pace = Pace(5)
    pace.slow("a.gov.cn", 20)
    pace.slow("a.gov.cn", 1)
    pace.slow("b.gov.cn", 1)
    assert (pace.delay("a.gov.cn"), pace.delay("b.gov.cn"), pace.delay("c.gov.cn")) == (20, 5, 5)


def test_a_rest_is_kept() -> None:
    pace = Pace(0)

    async def run() -> float:
        pace.rest("a.gov.cn", 0.1)
        began = time.monotonic()
        async with pace.turn("a.gov.cn"):
            return time.monotonic() - began

    assert asyncio.run(run()) >= 0.1
