"""Administrative divisions of China: GB/T 2260 codes down to the county, statistical codes for townships.

The table is shipped beside this module (README.md there names its sources); it is read once, when first asked.
Placeholders of the code tables (市辖区, 县, 省直辖县级行政区划) are no divisions: the parent of 济源市 is 河南省.
Former names and codes since 1980 are kept with their period, and point to the present division where it is known.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Literal, NamedTuple

DivisionLevel = Literal["province", "prefecture", "county", "zone", "township"]
#: ``zone``: a development zone or the like that only the statistical tables know; it has no GB/T 2260 code.
LEVELS: tuple[DivisionLevel, ...] = ("province", "prefecture", "county", "zone", "township")
#: Reports exist since the first local rules of 2004: names that ended before are found by code only.
_FIRST_YEAR = 2004


class Division(NamedTuple):
    """One division. ``since`` and ``until`` are the first and last year of this name under this code, as far as known
    (None: before 1980, still so). ``successor`` is the present code of a former division."""

    code: str
    name: str
    level: DivisionLevel
    parent_code: str | None
    since: int | None = None
    until: int | None = None
    successor: str | None = None

    @property
    def path(self) -> str:
        """Names from the province down, joined by ``/``."""
        return "/".join(d.name for d in (*ancestors(self), self))


class Match(NamedTuple):
    """What :func:`match` found: the divisions a text may mean, and how many characters of it name them."""

    divisions: tuple[Division, ...]
    length: int


class _Table(NamedTuple):
    """Rows of the file, by what they are asked for; those of one name are lines of one text."""

    present: Mapping[str, str]
    former: Mapping[str, Sequence[str]]
    names: Mapping[str, str]
    children: Mapping[str, Sequence[str]]
    longest: int


_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴"
    "|珞巴|基诺|各"
)
# 黔南布依族苗族自治州 is called 黔南州, 巴音郭楞蒙古自治州 巴音郭楞州, 会辉满族乡 会辉乡.
_AUTONOMOUS = re.compile(
    rf"(?P<stem>.{{2,12}}?)(?:(?:{_PEOPLES})族)*(?:(?:{_PEOPLES})族|民族(?=乡|镇|苏木)|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克)"
    r"(?:自治(?P<unit>州|县|旗)|(?P<town>乡|镇|苏木))"
)
# 科尔沁左翼中旗 is called 科左中旗, 阿拉善左旗 阿左旗, 鄂托克前旗 鄂前旗, 喀喇沁左翼蒙古族自治县 喀左县.
_BANNER = re.compile(r"(?P<first>.)[^左右前中后]{1,5}(?P<wing>[左右]?)翼?(?P<part>[前中后]?)(?:蒙古族自治)?(?P<unit>[旗县])")
#: Short names in use that no rule makes; README.md tells where they are from. One that several bear (扎旗, 阿旗) means them all.
_SHORTER = dict(pair.split() for pair in """
巴音郭楞蒙古自治州 巴州|博尔塔拉蒙古自治州 博州|克孜勒苏柯尔克孜自治州 克州|西双版纳傣族自治州 版纳州|锡林郭勒盟 锡盟|阿拉善盟 阿盟|莫力达瓦达斡尔族自治旗 莫旗
鄂温克族自治旗 鄂温克旗|鄂伦春自治旗 鄂伦春旗|陈巴尔虎旗 陈旗|克什克腾旗 克旗|翁牛特旗 翁旗|阿鲁科尔沁旗 阿旗|阿荣旗 阿旗|扎鲁特旗 扎旗|扎赉特旗 扎旗|额济纳旗 额旗|喀喇沁旗 喀旗
准格尔旗 准旗|达拉特旗 达旗|伊金霍洛旗 伊旗|达尔罕茂明安联合旗 达茂旗|太仆寺旗 太旗|东乌珠穆沁旗 东乌旗|西乌珠穆沁旗 西乌旗|杜尔伯特蒙古族自治县 杜蒙县|前郭尔罗斯蒙古族自治县 前郭县
阜新蒙古族自治县 阜蒙县|塔什库尔干塔吉克自治县 塔县|察布查尔锡伯自治县 察县|和布克赛尔蒙古自治县 和丰县|东乡族自治县 东乡县
""".strip().replace("\n", "|").split("|"))
_INSIDE_A_WORD = re.compile(r"(?!年)[\u4e00-\u9fff].[县旗盟州区]\Z")
_PROVINCE = re.compile(r"(?:壮族|回族|维吾尔)?(?:特别行政区|自治区|省|市)$")


def aliases(division: Division) -> tuple[str, ...]:
    """Shorter names in common use that still say what kind of division it is: 黔南州, 民和县, 科左中旗."""
    if division.level == "zone":
        short = division.name.replace("高新技术产业开发区", "高新区").replace("经济技术开发区", "经开区")
        return (short,) if short != division.name else ()
    if division.level == "province":
        return (f"{short_name(division)}自治区",) if division.name.endswith("自治区") else ()
    if found := _AUTONOMOUS.fullmatch(division.name):
        stem, unit = found["stem"], found["unit"]
        return (stem + unit, f"{stem}自治{unit}", *_shorter(division)) if unit else (stem + found["town"],)
    return _shorter(division)


def _shorter(division: Division) -> tuple[str, ...]:
    if division.level == "county" and (banner := _BANNER.fullmatch(division.name)) and (banner["wing"] or banner["part"]):
        return ("".join(banner.groups()),)
    return (_SHORTER[division.name],) if division.name in _SHORTER else ()


def short_name(division: Division) -> str:
    """The name of a province without what it is: 辽宁, 内蒙古, 北京."""
    return _PROVINCE.sub("", division.name)


def _packed() -> bytes:
    return files(__package__).joinpath("divisions.csv.gz").read_bytes()


def digest() -> str:
    """What tells this dataset from any other: the SHA-256 of its file."""
    return hashlib.sha256(_packed()).hexdigest()


@cache
def _table() -> _Table:
    rows = gzip.decompress(_packed()).decode().splitlines()
    present: dict[str, str] = {}
    former: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    children: dict[str, list[str]] = defaultdict(list)
    for row in rows[1:]:
        code, name, level, parent, period = row.split(",", 4)
        until = period.split(",")[1] if period != _EVER else ""
        if until:
            former[code].append(row)
            if int(until) < _FIRST_YEAR:
                continue
        else:
            present[code] = row
            children[parent].append(row)
        if level == "township" and code[6] in _UNOFFICIAL and not name.endswith(("镇", "乡", "街道", "苏木")):
            continue
        if name in ("街道", "镇", "乡"):
            continue
        special = level == "zone" or "族" in name or "自治" in name or name[-1] in "旗盟"
        for known in {name, *aliases(_division(row))} if special else (name,):
            names[known] = f"{names[known]}\n{row}" if known in names else row
    return _Table(present, dict(former), names, dict(children), max(map(len, names)))


#: The end of a row whose name was never another: most rows.
_EVER = ",,"
#: Farms, parks, zones and offices that the statistics count as townships (their codes say so), with generic names: they are found by code only.
_UNOFFICIAL = "45"


@cache
def _division(row: str) -> Division:
    """A row of the table, read when it is first asked for."""
    code, name, level, parent, since, until, successor = row.split(",")
    return Division(code, name, level, parent or None,  # type: ignore[arg-type]
                    int(since) if since else None, int(until) if until else None, successor or None)


def by_code(code: str, year: int | None = None) -> Division | None:
    """The division with this code: the present one, else the last that had it; with ``year`` the one of that year.

    Takes 6 and 9 digits, and the 12 digits of the statistical tables.
    """
    table = _table()
    code = re.sub(r"(?<=^\d{9})000$|(?<=^\d{6})000(?:000)?$", "", code.strip())
    ever = [_division(row) for row in (*table.former.get(code, ()), *filter(None, [table.present.get(code)]))]
    if year is not None:
        ever = [d for d in ever if _valid(d, year)]
    return ever[-1] if ever else None


def by_name(name: str, year: int | None = None) -> tuple[Division, ...]:
    """Divisions called so, by full name or :func:`aliases`; with ``year`` only those that bore the name then."""
    rows = _table().names.get(name)
    return tuple(d for d in map(_division, rows.split("\n")) if year is None or _valid(d, year)) if rows else ()


def _valid(division: Division, year: int) -> bool:
    # A report is published in the year after: a name that began in that year may already be used.
    return (division.since or 0) <= year + 1 and year <= (division.until or year)


def present(division: Division) -> Division:
    """What the division is today; itself where no successor is known."""
    row = _table().present.get(division.successor or division.code)
    return _division(row) if row else division


def ancestors(division: Division) -> tuple[Division, ...]:
    """From the province down, without the division itself."""
    chain: list[Division] = []
    above = division.parent_code
    while above and (parent := by_code(above, division.until) or by_code(above)):
        chain.insert(0, parent)
        above = parent.parent_code
    return tuple(chain)


def children(code: str) -> tuple[Division, ...]:
    """The present divisions directly below; of no code (``""``) the provinces."""
    return tuple(map(_division, _table().children.get(code, ())))


def divisions(former: bool = False, townships: bool = True) -> Iterator[Division]:
    """All present divisions by code, most of them townships; with ``former`` those of the past after them."""
    table = _table()
    rows = chain(table.present.values(), *table.former.values()) if former else table.present.values()
    return (_division(row) for row in rows if townships or ",township," not in row)


def within(division: Division, outer: Division) -> bool:
    """Whether a division is ``outer`` or lies inside it, then or now."""
    names = {outer.code, present(outer).code}
    return any(
        above.code in names or above.successor in names for d in (division, present(division))
        for above in (d, *ancestors(d))
    )


def match(text: str, year: int | None = None, inside: Iterable[Division] | None = None) -> Match:
    """What a text names at its beginning, as a full or partial path: 宁海县力洋镇, 浙江省/宁波市, 河南省商丘市.

    Each further name must lie inside the one before it, so that 五常市民意乡 reads as 五常市 + 民意乡. The reading
    that explains most of the text wins; ``divisions`` are all that it may mean (many towns share a name), former ones
    too. ``inside`` limits the first name. The short name of a province (辽宁) counts only where a division of that
    province follows or the text ends.
    """
    best = _match(text, 0, year, None if inside is None else tuple(inside))
    for short, province in _short_names() if inside is None else ():
        if text.startswith(short) and best.length <= len(short):
            if text == short:
                return Match((province,), len(short))
            rest = _match(text, len(short), year, (province,))
            if rest.length > len(short):
                best = rest
    return best


@cache
def _short_names() -> tuple[tuple[str, Division], ...]:
    return tuple((short_name(province), province) for province in children(""))


@cache
def _heads() -> frozenset[str]:
    return frozenset(name[:2] for name in _table().names)


def may_begin(text: str, at: int) -> bool:
    """Whether a name of a division can begin here: a quick test for scans of running text."""
    return text[at:at + 2] in _heads()


def without_places(text: str, division: Division) -> str:
    """A name without the division and what it lies in at its front, by present, former and short names.

    Of 宁海县力洋镇人民政府, 浙江省宁海县力洋镇人民政府 and 力洋镇人民政府 in 力洋镇, 人民政府 is left.
    """
    around = [*ancestors(division), division]
    names = {n for d in around for n in (d.name, *aliases(d))} | {short_name(d) for d in around if d.level == "province"}
    names |= {old.name for d in around for old in _before().get(d.code, ())}
    while found := max((n for n in names if text.startswith(n) and n != text), key=len, default=""):
        text = text[len(found):]
    return text


@cache
def _before() -> dict[str, tuple[Division, ...]]:
    """Former divisions by the code of the present one."""
    found: dict[str, tuple[Division, ...]] = {}
    for old in divisions(former=True):
        if old.until is not None:
            today = present(old).code
            found[today] = (*found.get(today, ()), old)
    return found


def mentions(text: str, year: int | None = None) -> Iterator[tuple[int, int, tuple[Division, ...]]]:
    """Places named in running text: start, end and what they may mean, without overlap."""
    at = 0
    while at < len(text):
        found = match(text[at : at + 40], year) if may_begin(text, at) else None
        if found and found.length and not inside_a_word(text, at, at + found.length):
            yield at, at + found.length, found.divisions
            at += found.length
        else:
            at += 1


def inside_a_word(text: str, start: int, end: int) -> bool:
    """Whether the name found there is that of a county, banner or district of one letter, and another stands ahead of it: 清理县政府文件 and
    浦西区 name no 理县 and no 西区."""
    return _INSIDE_A_WORD.match(text, max(0, start - 1), end) is not None


def _match(text: str, start: int, year: int | None, inside: tuple[Division, ...] | None) -> Match:
    best = Match(inside or (), start if inside else 0)
    while start < len(text) and text[start] in "/ >":
        start += 1
    for length in range(min(_table().longest, len(text) - start), 1, -1) if may_begin(text, start) else ():
        found = by_name(text[start:start + length], year)
        if inside is not None:
            found = tuple(d for d in found if any(d != outer and within(d, outer) for outer in inside))
        if found:
            whole = _match(text, start + length, year, found)
            if whole.length > best.length:
                best = whole
    return best


def resolve(path: str, year: int | None = None) -> Division | None:
    """The one division that a full or partial path names and nothing else; None if unknown or more than one."""
    found = match(path.strip(), year)
    today = {present(d).code: present(d) for d in found.divisions}
    return next(iter(today.values())) if len(today) == 1 and found.length == len(path.strip()) else None
