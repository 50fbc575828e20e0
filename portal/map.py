"""The provinces drawn as SVG, darker for more: every one a link that names its figure. No scripts, no inline style."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from portal.outline import outline

Number = int | float
_INK, _SOFT = "#1c1b19", "#57534e"
Span = tuple[Number, Number] | None
#: Fill and ink from the least to the most; each darker than the one before, so that they are told apart in greyscale.
LEVELS = (("#f6efe6", _INK), ("#e6cfc0", _INK), ("#cf9f8c", _INK), ("#a94b43", "#fff"), ("#7a1616", "#fff"))
_NONE = ("#fff", _SOFT)
_FEW = ("url(#few)", _INK)
_HATCH = Markup('<defs><pattern id="few" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/>'
                '<path d="M0 6L6 0" stroke="#a8a297"/></pattern></defs>')
#: Divisions that are none of the provinces drawn (an invented one, a corps with a code of its own) have boxes in the lower left corner.
_BOXES = 3


@dataclass(frozen=True, slots=True)
class Shade:
    """A place's figure on the map."""

    name: str
    value: Number | None
    text: str
    """What is said of it: the figure as printed, with its two sides."""
    few: bool = False
    """Of too few cases to be compared: hatched, whatever its value."""


def draw(title: str, places: Mapping[str, Shade], link: str, absent: str) -> Markup:
    """The map. ``link`` is an address with ``{}`` for the code; ``absent`` is said of a province without a figure."""
    found = outline()
    span = reach(places.values())
    shapes, signs = [], []
    for province in found.provinces:
        shade = places.get(province.code, Shade(province.sign, None, absent))
        fill, ink = _colours(shade, span)
        x, y = province.at
        shapes.append(Markup('<a href="{}"><title>{}: {}</title><path d="{}" fill="{}"/></a>').format(
            link.format(province.code), shade.name, shade.text, Markup(province.path), fill))
        outside = province.code in ("120000", "310000", "810000", "820000")
        signs.append(Markup('<text x="{}" y="{}" fill="{}">{}</text>').format(x, y + 5, _INK if outside else ink, province.sign))
    known = {province.code for province in found.provinces}
    others = [(code, shade) for code, shade in places.items() if code not in known and shade.value is not None]
    for number, (code, shade) in enumerate(others[:_BOXES]):
        fill, ink = _colours(shade, span)
        top = found.height - 40 * (number + 1)
        shapes.append(Markup('<a href="{}"><title>{}: {}</title><rect x="2" y="{}" width="110" height="34" fill="{}"/></a>').format(
            link.format(code), shade.name, shade.text, top, fill))
        signs.append(Markup('<text x="57" y="{}" fill="{}">{}</text>').format(top + 22, ink, shade.name[:7]))
    left, top, width, height = found.box
    islands = Markup(
        '<g class="islands"><title>南海诸岛</title><rect x="{}" y="{}" width="{}" height="{}" fill="none" stroke="{}"/><path d="{}" fill="{}"/></g>').format(
        left, top, width, height, _SOFT, Markup(found.islands), _SOFT)
    return Markup('<svg class="map" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}{}<g class="signs" aria-hidden="true">{}</g></svg>').format(
        found.width, found.height, title, _HATCH, islands, Markup("").join(shapes), Markup("").join(signs))


def reach(shades: Iterable[Shade]) -> Span:
    """The lowest and the highest value that is coloured; None where there is none."""
    values = [s.value for s in shades if s.value is not None and not s.few]
    return (min(values), max(values)) if values else None


def _colours(shade: Shade, span: Span) -> tuple[str, str]:
    if shade.value is None:
        return _NONE
    if shade.few:
        return _FEW
    low, high = span or (0, 0)
    return LEVELS[min(4, int((shade.value - low) / (high - low) * 5)) if high > low else 2]


def legend(span: Span, printed: Callable[[Number], str], few: str, absent: str) -> Markup:
    """What the fills mean: five steps from the lowest value to the highest, then those of too few cases, then those without."""
    steps: list[tuple[str, str]] = []
    if span:
        low, high = span
        step = (high - low) / 5
        steps = [(fill, f"{printed(low + step * i)}–{printed(low + step * (i + 1))}") for i, (fill, _) in enumerate(LEVELS)] if step else [
            (LEVELS[2][0], printed(low))]
    keys = [*steps, (_FEW[0], few), (_NONE[0], absent)]
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(
        Markup(
            '<li><svg width="16" height="16" aria-hidden="true"><rect width="15" height="15" x=".5" y=".5" fill="{}" stroke="{}"/></svg> {}</li>').format(
            fill, _SOFT, text) for fill, text in keys))
