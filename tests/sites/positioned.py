"""A report as programs turn a PDF into HTML: each run of text put at a place of its own, and nothing that says what is a table."""

from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape

from tests.sites import pdf
from tests.sites.layout import Block


class _Recorder(pdf.Writer):
    """Notes what is drawn where instead of drawing it: (page, text, left, base line from the foot, size)."""

    def __init__(self, title: str, style: pdf.Style):
        self.drawn: list[tuple[int, str, float, float, float]] = []
        super().__init__(title, style)

    def draw(self, text: str, x: float, y: float, size: float) -> None:
        for _, run in pdf.runs(text):
            self.drawn.append((self.page, run, x, y, size))
            x += pdf.length(run, size)


def write(blocks: Sequence[Block], title: str, style: pdf.Style, rng: random.Random) -> str:
    """A page of HTML with a sheet for each page. Half of them measure from above in the elements' own styles, half from below, by class."""
    recorder = _Recorder(title, style)
    recorder.write(blocks)
    classes: dict[str, str] = {}
    from_below = rng.random() < 0.5
    sheets: dict[int, list[str]] = {}
    for page, text, x, y, size in recorder.drawn:
        if from_below:
            names = [classes.setdefault(rule, f"r{len(classes)}") for rule in (
                f"left:{x:.2f}pt", f"bottom:{y - 0.2 * size:.2f}pt", f"font-size:{size:g}pt;line-height:1")]
            span = f'<div class="t {" ".join(names)}">{escape(text)}</div>'
        else:
            top = (pdf.HEIGHT - y - size) / 0.75
            span = (f'<p style="position:absolute;top:{top:.0f}px;left:{x / 0.75:.0f}px;white-space:nowrap;font-size:{size / 0.75:.0f}px">'
                    f"{escape(text)}</p>")
        sheets.setdefault(page, []).append(span)
    css = ".t{position:absolute;white-space:pre}" + "".join(f".{name}{{{rule}}}" for rule, name in classes.items())
    body = "\n".join(f'<div style="position:relative;width:596pt;height:842pt">{"".join(spans)}</div>' for spans in sheets.values())
    return f"<html><head><meta charset=utf-8><title>{escape(title)}</title><style>{css}</style></head><body>\n{body}\n</body></html>"
