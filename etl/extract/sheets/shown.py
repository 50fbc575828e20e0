"""A number as its spreadsheet shows it: the file holds 0.12 and a format, the reader of the sheet sees 12%."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import isclose, isfinite

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.?|\*.?|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/"?通用格式"?)|(?P<plain>.)', re.I | re.S)
_PLAIN = re.compile(r"-?(?:\d[\d,]*(?:\.\d*)?|\.\d+)")
_CONDITION = re.compile(r"(<>|[<>]=?|=)(\d+(?:\.\d+)?)")
#: How a condition is written, and what it asks.
SIGNS = {"=": operator.eq, "!=": operator.ne, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_ELAPSED = re.compile(r"[hms]+", re.I)
_DATE = frozenset("ymdhsYMDHSaA")
_WHITE = frozenset({"white", "白色", "color2", "color 2", "颜色2", "颜色 2"})
_STRANGE = frozenset("eEbBgG/")
"""Exponents, eras and fractions: what they show is no plain number."""
_NOISE = 1e-12
_DUST = 1e-9
"""What sums of fractions leave beside a whole number."""
_LONGEST = 255
"""Characters of a format that a spreadsheet program takes."""
Token = tuple[str, str]
"""What it is (``digit``, ``literal``, ``general``, ``date``, ``strange``, ``condition``) and its text."""


def shown(value: float, code: str, date1904: bool = False) -> str:
    """What a cell with this number and number format shows; dates as ISO. A format that is not understood is printed
    beside the number, which makes no number of the two."""
    if not isfinite(value):
        return str(value)
    if isclose(value, round(value), rel_tol=0, abs_tol=_DUST):
        value = float(round(value))
    if len(code) > _LONGEST:
        return _beside(value, f"{code[:_LONGEST]}…")
    sections = _sections(code)
    if not any(sections) and len(sections) == 1:
        return general(value)
    if any(kind == "condition" for section in sections for kind, _ in section):
        met = _met(value, sections)
        return _beside(value, code) if met is None else _section(value, met, code, date1904)
    if value < 0 and len(sections) > 1:
        return _section(-value, sections[1], code, date1904)
    if value == 0 and len(sections) > 2:
        return _section(value, sections[2], code, date1904)
    return _section(value, sections[0], code, date1904)


def _met(value: float, sections: Sequence[list[Token]]) -> list[Token] | None:
    """The section of a format with conditions that a number is shown by; None where it is below zero, or the format leaves it to the program."""
    *told, rest = sections
    conditions = [[_CONDITION.fullmatch(text) for kind, text in section if kind == "condition"] for section in sections]
    if value < 0 or conditions[-1] or not all(len(found) == 1 and found[0] for found in conditions[:-1]):
        return None
    matches = (match for (match,) in conditions[:-1] if match)
    met = next((section for section, match in zip(told, matches, strict=True) if SIGNS[match[1]](value, float(match[2]))), rest)
    return [token for token in met if token[0] != "condition"]


def general(value: float) -> str:
    """Without a format: whole numbers without decimals, others with as many as eleven characters leave room for."""
    decimals = max(0, 10 - len(str(int(abs(value))))) if abs(value) < 1e15 else 0
    text = f"{value:.{decimals}f}"
    # What is too small to be seen that way is shown with an exponent.
    return held(value) if not float(text) else text.rstrip("0").rstrip(".") if decimals else text


def held(value: float) -> str:
    """The number in the file, with the fifteen digits that a sheet keeps."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def rounded(value: float, text: str) -> bool:
    """Whether the number that a cell shows, with or without a unit, is not the one that it holds, but for the last digits of a sum
    of fractions."""
    found = [] if "%" in text else _PLAIN.findall(text)
    return len(found) == 1 and not isclose(float(found[0].replace(",", "")), value, rel_tol=_NOISE, abs_tol=_DUST)


def _beside(value: float, code: str) -> str:
    return f"{general(value)} as {code}"


def _sections(code: str) -> list[list[Token]]:
    out: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code):
        plain = match["plain"]
        if plain == ";":
            out.append([])
        elif plain is not None:
            kind = ("digit" if plain in "0#?.,%" else "date" if plain in _DATE else "strange" if plain in _STRANGE
                    else "general" if plain == "@" else "literal")
            out[-1].append((kind, plain))
        elif match["general"]:
            out[-1].append(("general", ""))
        elif (bracket := match["bracket"]) is not None:
            if bracket[:1] in ("<", ">", "="):
                out[-1].append(("condition", bracket))
            elif _ELAPSED.fullmatch(bracket):
                out[-1].append(("date", bracket))
            elif bracket.lower() in _WHITE:
                out[-1].append(("strange", bracket))  # it shows only where the cell is not white
            elif bracket.startswith("$"):  # a currency and a locale: [$¥-804]
                out[-1].append(("literal", bracket[1:].partition("-")[0]))
        else:
            out[-1].append(("literal", match["quoted"] or match["escaped"] or ""))
    return [[(kind, text) for kind, text in section if text or kind == "general"] for section in out]


def _section(value: float, tokens: Sequence[Token], code: str, date1904: bool) -> str:
    kinds = [kind for kind, _ in tokens]
    if "date" in kinds:
        return _date(value, code, date1904)
    if "strange" in kinds:
        return _beside(value, code)
    number = [i for i, (kind, text) in enumerate(tokens) if kind == "general" or (kind == "digit" and text != "%")]
    if not number:
        return "".join(text for _, text in tokens)
    first, last = number[0], number[-1]
    inner = tokens[first:last + 1]
    if any(kind == "literal" for kind, _ in inner):
        return _beside(value, code)  # 0!.0,"万" puts a point of its own between the digits
    before, after = ("".join(text for _, text in part).strip() for part in (tokens[:first], tokens[last + 1:]))
    if any(kind == "general" for kind, _ in inner):
        return before + general(value) + after
    percent = sum(text == "%" for _, text in tokens)
    return before + _digits(value, "".join(text for _, text in inner).replace("%", ""), percent) + after


def _digits(value: float, pattern: str, percent: int) -> str:
    """The number by a pattern such as ``#,##0.00``; commas at the end divide by a thousand each."""
    bare = pattern.rstrip(",")
    number = Decimal(f"{value:.15g}") * 100**percent / Decimal(1000) ** (len(pattern) - len(bare))
    whole, _, decimals = bare.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP) if abs(number) < 10**15 else number
    ones, _, rest = f"{abs(rounded):f}".partition(".")
    least = whole.count("0")
    ones = ones.lstrip("0").rjust(least, "0")
    if "," in whole and ones:
        ones = f"{int(ones):,}"
    kept = decimals.rfind("0") + 1
    rest = rest[:kept] + rest[kept:].rstrip("0")
    return ("-" if rounded < 0 else "") + ones + (f".{rest}" if rest else "")


def _date(value: float, code: str, date1904: bool) -> str:
    start = datetime.datetime(1904, 1, 1) if date1904 else datetime.datetime(1899, 12, 30)
    try:
        moment = start + datetime.timedelta(seconds=round(value * 86_400))
    except OverflowError:
        return _beside(value, code)
    if 0 <= value < 1:
        return moment.time().isoformat()
    return moment.isoformat(" ") if moment.time() != datetime.time() else moment.date().isoformat()
