"""Charts drawn on the server as SVG: readable in greyscale, without scripts, with a table of the same figures beneath.

Only presentation attributes are used: the portal's policy allows no inline style.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10

from markupsafe import Markup

Number = int | float
#: Between these two years the form changed so much that no line may join them.
BREAK = (2018, 2019)
_DASHES = ("", "6 3", "2 3", "9 3 2 3", "1 2", "12 4")
_INK = "#1c1b19"
_SOFT = "#57534e"
_GRID = "#d6d1c7"
_SHADES = ("#1c1b19", "#8f1d1d", "#1a4f8b", "#7a4b00", "#3f6212", "#6b21a8")


@dataclass(frozen=True, slots=True)
class Series:
    label: str
    values: Mapping[int, Number | None]
    """By year. None: the year's report has no such figure; it leaves a gap, never a zero."""


def nice_ceiling(value: Number) -> Number:
    """The next of 1, 2, 2.5, 5 × 10ⁿ at or above a positive value; 1 where there is no such power of ten (zero, say)."""
    if value < 1e-300:
        return 1
    power = 10 ** floor(log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value * (1 - 1e-9))


def shorten(value: Number) -> str:
    """A tick's label: whole numbers with separators, shares as they are."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:g}"


def lines(
    title: str, series: Sequence[Series], years: Sequence[int], *, percent: bool = False, break_label: str = ""
) -> Markup:
    """A line chart over years. Lines are cut at gaps and at :data:`BREAK`, which is marked with ``break_label``."""
    width, height, left, right, top, bottom = 640, 260, 56, 12, 24, 28
    span = list(range(min(years), max(years) + 1)) if years else []
    highest = max((v for s in series for v in s.values.values() if v is not None), default=0)
    ceiling = nice_ceiling(highest)
    step = (width - left - right) / max(len(span), 1)

    def x(year: int) -> float:
        return round(left + (span.index(year) + 0.5) * step, 1)

    def y(value: Number) -> float:
        return round(height - bottom - (value / ceiling) * (height - top - bottom), 1)

    parts: list[Markup] = []
    for tick in range(5):
        value = ceiling * tick / 4
        label = f"{value * 100:g}%" if percent else shorten(value)
        parts.append(Markup('<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" stroke="{3}"/><text x="{4}" y="{5}" text-anchor="end" '
                            'font-size="11" fill="{6}">{7}</text>').format(
            left, width - right, y(value), _GRID, left - 6, y(value) + 4, _SOFT, label))
    for year in span:
        parts.append(Markup('<text x="{}" y="{}" text-anchor="middle" font-size="11" fill="{}">{}</text>').format(
            x(year), height - 8, _SOFT, year))
    if BREAK[0] in span and BREAK[1] in span:
        at = (x(BREAK[0]) + x(BREAK[1])) / 2
        parts.append(Markup('<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-dasharray="4 4"/>'
                            '<text x="{4}" y="{5}" font-size="11" fill="{3}">{6}</text>').format(
            at, top - 8, height - bottom, _INK, at + 4, top, break_label))
    for number, one in enumerate(series):
        shade, dash = _SHADES[number % len(_SHADES)], _DASHES[number % len(_DASHES)]
        for run in _runs(one.values, span):
            points = " ".join(f"{x(year)},{y(value)}" for year, value in run)
            parts.append(Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="{}"/>').format(
                points, shade, dash))
            for year, value in run:
                shown = f"{value:.1%}" if percent else f"{value:,}"
                parts.append(Markup('<g><title>{} {}: {}</title>{}</g>').format(
                    one.label, year, shown, _marker(number, x(year), y(value), shade)))
    keys = [
        Markup('<g transform="translate({} -8)">{}<text x="14" y="4" font-size="11" fill="{}">{}</text></g>').format(
            left + i * 190, _marker(i, 5, 0, _SHADES[i % len(_SHADES)]), _INK, one.label)
        for i, one in enumerate(series)
    ] if len(series) > 1 else []
    above = 20 if keys else 0
    return Markup('<svg class="chart" viewBox="0 {} {} {}" role="img" aria-label="{}">{}</svg>').format(
        -above, width, height + above, title, Markup("").join([*keys, *parts]))


def _runs(values: Mapping[int, Number | None], span: Sequence[int]) -> list[list[tuple[int, Number]]]:
    """Stretches of years that may be joined by a line."""
    runs: list[list[tuple[int, Number]]] = [[]]
    for year in span:
        value = values.get(year)
        if year == BREAK[1] or value is None:
            runs.append([])
        if value is not None:
            runs[-1].append((year, value))
    return [run for run in runs if run]


def _marker(number: int, x: float, y: float, shade: str) -> Markup:
    """Each series has a shape of its own, for readers without colour."""
    shape = number % 4
    if shape == 0:
        return Markup('<circle cx="{}" cy="{}" r="3.5" fill="{}"/>').format(x, y, shade)
    if shape == 1:
        return Markup('<rect x="{}" y="{}" width="7" height="7" fill="{}"/>').format(x - 3.5, y - 3.5, shade)
    if shape == 2:
        return Markup('<path d="M{0} {1}l4.5 8h-9z" fill="{2}"/>').format(x, y - 4.5, shade)
    return Markup('<circle cx="{}" cy="{}" r="3.5" fill="#fff" stroke="{}" stroke-width="2"/>').format(x, y, shade)


_PATTERNS = (
    ("#3b3a37", ""), ("#8a857c", ""), ("#a61b1b", ""), ("#e6cfc0", "M0 6L6 0"), ("#cfd8e3", "M0 0L6 6"), ("#ffffff", "M0 3H6"),
)


def shares(title: str, parts: Sequence[str], bars: Sequence[tuple[str, Sequence[Number | None]]]) -> Markup:
    """A bar of full width for each label, cut into the shares of its parts, told apart by grey and hatching. A bar with a
    missing part, or of nothing, is left empty and says so."""
    width, left, row = 640, 200, 34
    defs, drawn = [], []
    for i, (fill, hatch) in enumerate(_PATTERNS):
        line = Markup('<path d="{}" stroke="#1c1b19" stroke-width="1"/>').format(hatch) if hatch else Markup("")
        defs.append(Markup('<pattern id="part{}" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" '
                           'fill="{}"/>{}</pattern>').format(i, fill, line))
    for number, (label, values) in enumerate(bars):
        y = 46 + number * row
        drawn.append(Markup('<text x="{}" y="{}" text-anchor="end" font-size="12" fill="{}">{}</text>').format(
            left - 8, y + 16, _INK, label if len(label) <= 16 else f"{label[:9]}…{label[-5:]}"))
        known = [v for v in values if v is not None]
        if len(known) < len(values) or not sum(known):
            drawn.append(Markup('<text x="{}" y="{}" font-size="12" fill="{}">–</text>').format(left, y + 16, _SOFT))
            continue
        x = float(left)
        for i, (part, value) in enumerate(zip(parts, known, strict=True)):
            size = (width - left) * value / sum(known)
            drawn.append(Markup('<g><title>{}: {:,} ({:.1%})</title><rect x="{:.1f}" y="{}" width="{:.1f}" height="22" '
                                'fill="url(#part{})" stroke="{}" stroke-width=".7"/></g>').format(
                part, value, value / sum(known), x, y, size, i, _INK))
            x += size
    legend = Markup("").join(
        Markup('<g transform="translate({} {})"><rect width="12" height="12" fill="url(#part{})" stroke="{}" stroke-width=".7"/>'
               '<text x="17" y="10" font-size="11" fill="{}">{}</text></g>').format(
            (i % 3) * 210 + 4, 4 + (i // 3) * 18, i, _INK, _INK, part) for i, part in enumerate(parts))
    return Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}"><defs>{}</defs>{}{}</svg>').format(
        width, 50 + row * len(bars), title, Markup("").join(defs), legend, Markup("").join(drawn))
