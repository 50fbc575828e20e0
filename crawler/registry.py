"""The registry of government sites: cards in YAML, one file per province, validated whole before any request."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from crawler.pages.urls import canonical
from etl.report import Level

SHIPPED = Path(__file__).with_name("sources")

Schedule = Literal["season", "daily", "weekly", "monthly", "always", "never"]
LEVELS: tuple[str, ...] = get_args(Level)


class RegistryError(ValueError):
    """A registry that cannot be used; the message is one sentence naming the file and the card."""


class Quirks(BaseModel):
    """What is special about a site, each thing by a name of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hosts: tuple[str, ...] = ()
    """Further hosts whose pages belong to the source."""
    list_urls: tuple[str, ...] = ()
    """Further pages to begin with, e.g. one list per group of departments."""
    form: dict[str, str] = {}
    """Fields to post to ``url``, where the entry answers only to a form."""
    legacy_tls: bool = False
    """The host may be asked with weak ciphers and unsafe renegotiation, after everything better failed."""
    javascript: bool = False
    """Only scripts draw the pages: they are read as Chromium draws them (needs the extra ``browser``)."""
    delay: Annotated[float, Field(gt=0, le=600)] | None = None
    """Seconds between requests, where the site needs more than the setting."""
    max_requests: Annotated[int, Field(gt=0)] | None = None
    """Requests a night, where it differs from the setting."""


class Card(BaseModel):
    """One source. Only ``id`` and ``url`` are required; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
    url: str
    """Where the annual reports are listed, or the site's front page, or one report."""
    name: str | None = None
    """The authority; None when the site publishes for many."""
    region_code: Annotated[str, StringConstraints(pattern=r"^\d{6}(\d{3}|\d{6})?$")] | None = None
    level: Level | None = None
    platform: str | None = None
    """A key of :data:`crawler.platforms.PLATFORMS`; detected when left out."""
    min_reports: Annotated[int, Field(ge=0)] | None = None
    """Fewer reports than this in a whole visit is an alarm."""
    schedule: Schedule = "season"
    """``season``: daily from January to March, else weekly."""
    quirks: Quirks = Quirks()
    note: str | None = None
    """For people: how the address was chosen, what is odd about it."""

    @field_validator("url")
    @classmethod
    def _http(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an http or https address")
        return value

    @field_validator("region_code", mode="before")
    @classmethod
    def _quoted(cls, value: object) -> object:
        # 220183 without quotes is a YAML number; codes keep their digits either way.
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @field_validator("platform")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        from crawler.platforms import PLATFORMS

        if value is not None and value not in PLATFORMS:
            raise ValueError(f"is none of {', '.join(sorted(PLATFORMS))}")
        return value


def load_registry(folder: Path | str | None = None) -> tuple[Card, ...]:
    """Every card of a folder's ``*.yaml`` files, by file and place; raises :class:`RegistryError`.

    ``folder`` None means the cards shipped with gongkai. One wrong card refuses the whole registry.
    """
    folder = SHIPPED if folder is None else Path(folder)
    if not folder.is_dir():
        raise RegistryError(f"{folder} is no folder: registry cards are read from a folder of YAML files")
    files = sorted(p for p in folder.iterdir() if p.suffix in (".yaml", ".yml") and p.is_file())
    if not files:
        raise RegistryError(f"{folder} holds no registry cards (no *.yaml files)")
    cards: list[Card] = []
    where: dict[str, str] = {}
    for file in files:
        for card in read_cards(file):
            if card.id in where:
                raise RegistryError(f"{file.name}: the id {card.id} is already used in {where[card.id]}")
            where[card.id] = file.name
            cards.append(card)
    return tuple(cards)


def read_cards(file: Path) -> list[Card]:
    """The cards of one file; raises :class:`RegistryError`."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise RegistryError(f"{file.name} is not UTF-8 text") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise RegistryError(f"{file.name} is not valid YAML{line}: {getattr(error, 'problem', error)}") from error
    if content is None:
        return []
    if not isinstance(content, list):
        raise RegistryError(f"{file.name} must hold a list of cards")
    return [_card(file, place, data) for place, data in enumerate(content, 1)]


def _card(file: Path, place: int, data: Any) -> Card:
    if not isinstance(data, dict):
        raise RegistryError(f"{file.name}: card {place} must be a mapping with at least id and url")
    name = f"card {data['id']}" if isinstance(data.get("id"), str) else f"card {place}"
    try:
        return Card.model_validate(data)
    except ValidationError as error:
        faults = "; ".join(_fault(fault) for fault in error.errors())
        raise RegistryError(f"{file.name}: {name}: {faults}") from error


def _fault(fault: Any) -> str:
    field = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"the key {field} is unknown"
    if fault["type"] == "missing":
        return f"{field} is missing"
    message = re.sub(r"^(Value error, |Input )", "", fault["msg"])
    return f"{field} {message[:1].lower()}{message[1:]}"


def select(cards: Iterable[Card], ids: Iterable[str]) -> tuple[Card, ...]:
    """The cards with these ids, or all when none is named; raises :class:`RegistryError` for an unknown id."""
    cards = tuple(cards)
    wanted = tuple(dict.fromkeys(ids))
    unknown = [i for i in wanted if i not in {c.id for c in cards}]
    if unknown:
        raise RegistryError(f"no registry card has the id {', '.join(unknown)}")
    return tuple(c for c in cards if not wanted or c.id in wanted)


def add_card(folder: Path | str, file: str, card: dict[str, Any]) -> Path:
    """Adds a card to a file of a registry, which is made where it is missing; returns the file.

    The whole registry is checked with the card first; raises :class:`RegistryError` and leaves everything as it was.
    """
    folder = Path(folder)
    if Path(file).name != file or Path(file).suffix not in (".yaml", ".yml"):
        raise RegistryError(f"{file} is no name of a card file (NAME.yaml)")
    target = folder / file
    added = _card(target, 0, card)
    folder.mkdir(parents=True, exist_ok=True)
    held = load_registry(folder) if any(p.suffix in (".yaml", ".yml") for p in folder.iterdir()) else ()
    for other in held:
        if other.id == added.id:
            raise RegistryError(f"the id {added.id} is already used")
        if canonical(other.url) == canonical(added.url):
            raise RegistryError(f"card {other.id} has this address already")
    text = target.read_text(encoding="utf-8") if target.exists() else ""
    text += "" if not text or text.endswith("\n") else "\n"
    values = {key: card[key] for key in Card.model_fields if key in card}
    passing = target.with_name(target.name + ".new")
    passing.write_text(text + yaml.safe_dump([values], allow_unicode=True, sort_keys=False, width=130), encoding="utf-8")
    try:
        read_cards(passing)
        passing.replace(target)
    finally:
        passing.unlink(missing_ok=True)
    return target
