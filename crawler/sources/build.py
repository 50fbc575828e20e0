"""``python -m crawler.sources.build ADDRESSES.jsonl DIR``: registry cards from a list of known addresses.

Each line of the input is an object with ``url``, ``kind`` (``list``: a list of annual reports; ``report``: one report),
``publisher``, ``region`` (path of names), ``level``, ``platform``. Authorities that share an entry share a card.

For a report, the entry is the list that its address names: the folder of a TRS article, the column in a Hanweb article's
number. Where the address names none, the report's own page is the entry: its menu and trail lead to the column.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import yaml

from crawler.pages.urls import canonical, is_address
from crawler.registry import Card
from crawler.seen import identifier
from etl.regions import by_name

FILES = {
    "北京市": "beijing", "天津市": "tianjin", "河北省": "hebei", "山西省": "shanxi", "内蒙古自治区": "neimenggu", "辽宁省": "liaoning",
    "吉林省": "jilin", "黑龙江省": "heilongjiang", "上海市": "shanghai", "江苏省": "jiangsu", "浙江省": "zhejiang", "安徽省": "anhui",
    "福建省": "fujian", "江西省": "jiangxi", "山东省": "shandong", "河南省": "henan", "湖北省": "hubei", "湖南省": "hunan",
    "广东省": "guangdong", "广西壮族自治区": "guangxi", "海南省": "hainan", "重庆市": "chongqing", "四川省": "sichuan",
    "贵州省": "guizhou", "云南省": "yunnan", "西藏自治区": "xizang", "陕西省": "shaanxi", "甘肃省": "gansu", "青海省": "qinghai",
    "宁夏回族自治区": "ningxia", "新疆维吾尔自治区": "xinjiang", "全国": "national",
}
#: The names that the list of addresses gives to publishing systems, and ours; the rest is detected.
PLATFORMS = {
    "trs": "trs", "trs-tid": "trs", "hanweb": "hanweb", "hanweb-new": "jpaas", "vsb": "vsb", "gkmlpt": "gkmlpt", "nfcms": "nfcms",
    "ucap": "ucap", "lonsun": "lonsun", "anhui-openness": "openness", "sh-portal": "shanghai", "trs-was": "was",
}
#: Entries that answer only to a posted form.
FORMS = {"https://www.caac.gov.cn/was5/web/search": {"channelid": "278090", "perpage": "15", "page": "1"}}
# Shapes of an article's address, and the list it belongs to.
_LISTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), target)
    for pattern, target in (
        (r"^(?P<column>.*/)\d{6}/t(?:\d{8}_)?\d+(?:_\w+)?\.s?html?$", r"\g<column>"),
        (r"^(?P<column>.*/)t\d+\.s?html$", r"\g<column>"),
        (r"^/art/\d{4}/\d{1,2}/\d{1,2}/art_(?P<column>\d+)_\d+\.html$", r"/col/col\g<column>/index.html"),
        (r"^(?P<column>.*/)art/\d{4}/art_[0-9a-f]{32}\.html$", r"\g<column>index.html"),
        (r"^(?P<column>/columns/[0-9a-f-]{36}/|.*/columns/[0-9a-f-]{36}/)\d{6}/\d{1,2}/[0-9a-f-]{36}\.html$", r"\g<column>index.html"),
        (r"^(?P<column>(?:/\w+)?/c\d+/)\d{4}/\d{1,2}/\d{1,2}/[0-9a-f]{32}\.shtml$", r"\g<column>list.shtml"),
        (r"^(?P<column>/gongkai/site_[^/]+/channel_[^/]+/)doc_[0-9a-f]+\.html$", r"\g<column>"),
        (r"^(?P<column>/[\w/]*?nw\d+/|/[\w/]+\d/)\d{8}/[0-9a-f]{32}\.html$", r"\g<column>index.html"),
        (r"^(?P<column>.*/)content/post_\d+\.html$", r"\g<column>"),
        (r"^(?P<column>.*/)\d{19}\.html$", r"\g<column>1.html"),
    )
)
#: Hosts that publish for many bodies, by their first label; other hosts below a city's or county's domain are one body's own.
_SHARED_HOSTS = frozenset({"www", "xxgk", "zwgk", "zfxxgk", "public", "js", "gb", "m", "app", "web", "gk", "new"})
_YEAR_FOLDER = re.compile(r"(?:19|20)\d{2}")


@dataclass
class Entry:
    """One card in the making."""

    url: str
    more: list[str] = field(default_factory=list)
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    note: str | None = None


def entry_of(row: Mapping[str, Any]) -> tuple[str, list[str], str | None]:
    """Entry, further entries, and what is to be said of them, for one known address."""
    url = str(row["url"])
    if api := re.match(r"(.*/gkmlpt/)api/all/(\d+)", url):
        return f"{api[1]}annualreport#{api[2]}", [], None
    if row["kind"] == "list":
        return url, [], None
    parts = urlsplit(url)
    path = re.sub(r"/{2,}", "/", parts.path)
    if row["platform"] == "gkmlpt":
        return urljoin(url, "/gkmlpt/index"), [], "entry: the site's disclosure platform"
    for pattern, target in _LISTS:
        if match := pattern.match(path):
            column = match.expand(target)
            above = _above_year(column)
            lists = [urljoin(url, column)] if above else []
            return urljoin(url, above or column), lists, "entry: the list that the address of a known report names"
    return url, [], "entry: a known report; the column is found from its menu"


def _above_year(column: str) -> str | None:
    """The folder above the first one that names a year (``…/2021nb/bm2021/``), or None: next year's is beside it."""
    names = column.split("/")
    for place, name in enumerate(names[:-1]):
        if place > 1 and _YEAR_FOLDER.search(name) and "." not in name:
            above = "/".join(names[:place]) + "/"
            return above if above.count("/") > 2 else None
    return None


def cards(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Cards by file name, each checked; rows on bare addresses outside .gov.cn are left out (the operator must name them)."""
    entries: dict[str, Entry] = {}
    for row in rows:
        if is_address(urlsplit(row["url"]).hostname or ""):
            continue
        url, more, note = entry_of(row)
        entry = entries.setdefault(canonical(url), Entry(url, note=note))
        entry.rows.append(row)
        entry.more += [m for m in more if canonical(m) not in {canonical(u) for u in (entry.url, *entry.more)}]
        if note is None:
            entry.note = None
    files: dict[str, list[dict[str, Any]]] = {}
    taken: Counter[str] = Counter()
    for entry in entries.values():
        card = _card(entry, taken)
        Card.model_validate(card)
        files.setdefault(FILES[entry.rows[0]["region"].split("/")[0]], []).append(card)
    return {name: sorted(files[name], key=lambda c: c["id"]) for name in sorted(files)}


def _card(entry: Entry, taken: Counter[str]) -> dict[str, Any]:
    one = len({row["publisher"] for row in entry.rows}) == 1
    known = [row["publisher"] for row in entry.rows]
    first = entry.rows[0]
    # A list that was only derived may be shared by many bodies, and a wrong publisher is worse than none.
    own = entry.note is None or _is_own_host(entry.url)
    named = one and own and not re.search(r"未见|organ|[（(]|某", first["publisher"])
    platform = PLATFORMS.get(first["platform"])
    card: dict[str, Any] = {"id": _identifier(entry.url, taken), "url": entry.url}
    if named:
        card["name"] = first["publisher"]
    if code := region_code(_common([row["region"] for row in entry.rows])):
        card["region_code"] = code
    if named:
        card["level"] = {"national": "ministry"}.get(first["level"], first["level"])
    if platform:
        card["platform"] = platform
    card["min_reports"] = 1
    quirks: dict[str, Any] = {"list_urls": entry.more} if entry.more else {}
    if form := FORMS.get(entry.url):
        quirks["form"] = form
    if quirks:
        card["quirks"] = quirks
    if not named:
        card["note"] = "; ".join(filter(None, (entry.note, "known to publish for " + "、".join(dict.fromkeys(known)))))
    elif entry.note:
        card["note"] = entry.note
    return card


def _is_own_host(url: str) -> bool:
    labels = (urlsplit(url).hostname or "").removesuffix(".gov.cn").split(".")
    return len(labels) > 1 and labels[0] not in _SHARED_HOSTS


def _common(paths: list[str]) -> str:
    parts = [p.split("/") for p in paths]
    shared = []
    for names in zip(*parts, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return "/".join(shared)


def region_code(path: str) -> str | None:
    """The code of a path of names from the province down, where each name means one division; else None."""
    above: str | None = None
    for name in path.split("/"):
        found = [d for d in by_name(name) if d.until is None and d.level != "zone" and (above is None or d.path.startswith(above))]
        if len(found) != 1:
            return None
        above, code = found[0].path, found[0].code
    return code if above else None


def _identifier(url: str, taken: Counter[str]) -> str:
    name = identifier(url)
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("usage: python -m crawler.sources.build ADDRESSES.jsonl DIR", file=sys.stderr)
        return 2
    lines = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
    folder = Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    made = cards(json.loads(line) for line in lines if line.strip())
    for name, found in made.items():
        text = yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=130)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    print(f"{sum(map(len, made.values()))} cards in {len(made)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
