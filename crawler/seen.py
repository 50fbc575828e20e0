"""What was seen at an address: held against its card, made into a card, or kept as a page for a test. Free of Scrapy."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.pages.page import Page
from crawler.pages.urls import is_address
from crawler.platforms import choose
from crawler.reading import Reading, read_page
from crawler.registry import Card

#: A platform that knows a page this well is not mistaken.
_CERTAIN = 0.8


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands at an address. ``fault`` and ``message`` are set where nothing does."""

    source_id: str
    url: str
    """After redirects."""
    status: int | None = None
    fault: str | None = None
    message: str | None = None
    reading: Reading | None = None
    page: Page | None = None
    further: Reading | None = None
    """What the next page of the list holds, where that was asked, too."""

    @property
    def platform(self) -> str | None:
        return self.reading.platform if self.reading else None

    @property
    def reports(self) -> int:
        """Reports that the pages name, or are."""
        return sum(sum(e.sure for e in r.entries) + r.document for r in (self.reading, self.further) if r is not None)

    @property
    def goes_on(self) -> bool:
        """Whether further lists hang on the last page that was asked: what was counted is not all."""
        last = self.further or self.reading
        return last is not None and bool(last.follows)


def doubts(card: Card, seen: Seen) -> list[str]:
    """What a card says and its site does not, a sentence each; the fault, where nothing could be read."""
    if seen.fault or seen.page is None:
        return [seen.message or str(seen.fault)]
    found = []
    likely = choose(seen.page)
    if card.platform and likely.name != card.platform and likely.detect(seen.page) >= _CERTAIN:
        found.append(f"the card says {card.platform}, the page is one of {likely.name}")
    if seen.reports < (card.min_reports or 0) and not seen.goes_on:
        found.append(f"{seen.reports} reports are named, the card expects at least {card.min_reports}")
    return found


def propose(url: str, seen: Seen | None = None) -> dict[str, Any]:
    """A card for an address, from what was seen there: identifier, platform, the authority where the page names one, and
    the number of reports it names now as the least to expect."""
    card: dict[str, Any] = {"id": identifier(url), "url": url}
    if seen is None or seen.reading is None or seen.page is None:
        return card
    if seen.platform and seen.platform != "generic":
        card["platform"] = seen.platform
    if seen.reports:
        card["min_reports"] = seen.reports
    site = seen.page.named("SiteName")
    if site:
        card["note"] = f"site: {site}"
    return card


def identifier(url: str) -> str:
    """A name from host and last folder, e.g. ``shili-zfxxgknb``."""
    parts = urlsplit(url)
    host = re.sub(r"^www\.|\.gov\.cn$", "", parts.hostname or "")
    host = host if is_address(host) else host.replace(".gov.cn", "")
    folders = [f for f in parts.path.lower().split("/") if f and not re.search(r"\.\w+$|\d{5,}", f)]
    folder = next((f for f in reversed(folders) if re.search(r"nb|bg|gk|xx", f)), folders[-1] if folders else "")
    return re.sub(r"[^a-z0-9]+", "-", f"{host}-{folder}".lower()).strip("-")[:70] or "site"


def save_page(folder: Path, card_id: str, seen: Seen) -> Path:
    """Keeps a page as a fixture: ``page.html`` as it came, ``origin.json``, and what is read from it as ``expected.json``.
    The test of saved pages fails on it until a person has looked at that, and taken the word ``unreviewed`` out of it."""
    if seen.page is None:
        raise ValueError(f"nothing was seen at {seen.url}")
    target = folder / card_id
    target.mkdir(parents=True, exist_ok=True)
    (target / "page.html").write_bytes(seen.page.body)
    origin = {"url": seen.url, "status": seen.status, "headers": dict(seen.page.headers), "sent": seen.page.sent.decode()}
    expected = {"unreviewed": True, **reading_json(read_page(seen.page, "entry"))}
    for name, value in (("origin", origin), ("expected", expected)):
        (target / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target


def reading_json(reading: Reading) -> dict[str, Any]:
    """What was read from a page, as it stands in ``expected.json``."""
    return json.loads(json.dumps(asdict(reading), default=lambda value: value.decode("utf-8", "replace"), ensure_ascii=False))
