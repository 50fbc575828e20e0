"""What a PDF page draws, as pdfminer lays it out: without what lies on hidden layers or leaves no ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from pdfminer.layout import LTChar, LTFigure, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, dict_value, num_value, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt, mult_matrix
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from etl.documents import Box
from etl.extract.pages.visible import NO_INK
from etl.extract.pdf.layers import Layers

_NOT_DRAWN = (3, 7)
"""Modes of drawing text that leave no ink."""


def laid_out(page: Page) -> tuple[LTPage, int]:
    """The layout of a page, and how many of its characters are left out."""
    device = _Print(page)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    return device.get_result(), device.invisible


def items(holder: Any) -> Iterator[Any]:
    """What a layout draws, in order."""
    for item in holder:
        if isinstance(item, LTFigure):
            yield from items(item)
        else:
            yield item


@dataclass(frozen=True, slots=True)
class _Paint:
    cover: float = 1.0
    """How much the ink covers of what lies below."""
    clip: Box | None = None
    """What of the page can be drawn on."""

    def within(self, points: Sequence[tuple[float, float]]) -> _Paint:
        if not points:
            return self
        xs, ys = zip(*points, strict=True)
        x0, y0, x1, y1 = self.clip or (min(xs), min(ys), max(xs), max(ys))
        return replace(self, clip=(max(x0, min(xs)), max(y0, min(ys)), min(x1, max(xs)), min(y1, max(ys))))


class _Print(PDFPageAggregatorWithMarkedContent):
    """Keeps what is drawn, and lies on no layer that is off."""

    def __init__(self, page: Any) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
        self.layers = Layers(page.pdf.doc.catalog)
        self.invisible = 0
        self.paint = _Paint()
        self._form = 0
        self._tags: list[tuple[Any, int] | None] = []
        """Marks that are open: what is drawn into where one hides things, and how much of it was there before."""

    def render_string(self, textstate: Any, *args: Any) -> None:
        before = len(self.cur_item._objs)
        super().render_string(textstate, *args)
        drawn: list[Any] = self.cur_item._objs[before:] if textstate.render not in _NOT_DRAWN and self.paint.cover >= NO_INK else []
        form = 0 if isinstance(self.cur_item, LTPage) else self._form
        for item in drawn:
            item.cover, item.form, item.clip = self.paint.cover, form, self.paint.clip
        self.invisible += len(self.cur_item._objs) - before - len(drawn)
        self.cur_item._objs[before:] = drawn

    def paint_path(self, *args: Any) -> None:
        with self._inked():
            super().paint_path(*args)

    def render_image(self, *args: Any) -> None:
        with self._inked():
            super().render_image(*args)

    @contextmanager
    def _inked(self) -> Iterator[None]:
        """Tells of what is drawn meanwhile how much its ink covers."""
        before = len(self.cur_item._objs)
        yield
        drawn: list[Any] = self.cur_item._objs[before:]
        for item in drawn:
            item.cover = self.paint.cover

    def begin_figure(self, *args: Any) -> None:
        self._form += isinstance(self.cur_item, LTPage)
        super().begin_figure(*args)

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        super().begin_tag(tag, props)
        self._tags.append(None)

    def begin_hidden(self) -> None:
        self._tags.append((self.cur_item, len(self.cur_item._objs)))

    def end_tag(self) -> None:
        super().end_tag()
        if self._tags and (hidden := self._tags.pop()):
            holder, before = hidden
            self.invisible += sum(isinstance(item, LTChar) for item in items(holder._objs[before:]))
            del holder._objs[before:]

    def get_result(self) -> Any:
        while self._tags:
            self.end_tag()
        return super().get_result()


class _Interpreter(PDFPageInterpreter):
    """Tells the device what lies on a layer that is off, what part of the page is drawn on, and how much an ink covers."""

    device: _Print

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self._paints: list[_Paint] = []

    def do_q(self) -> None:
        super().do_q()
        self._paints.append(self.device.paint)

    def do_Q(self) -> None:
        super().do_Q()
        if self._paints:
            self.device.paint = self._paints.pop()

    def _frame(self, form: Any) -> list[tuple[float, float]]:
        """Corners of the part of the page that a form draws on."""
        box, matrix = (resolve1(form.get(key)) if isinstance(form, PDFStream) else None for key in ("BBox", "Matrix"))
        if not isinstance(box, list) or len(box) != 4:
            return []
        x0, y0, x1, y1 = (num_value(part) for part in box)
        own = mult_matrix(tuple(map(num_value, matrix)), self.ctm) if isinstance(matrix, list) and len(matrix) == 6 else self.ctm  # type: ignore[arg-type]
        return [apply_matrix_pt(own, corner) for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))]

    def do_gs(self, name: Any) -> None:
        told = dict_value(dict_value(self.resources.get("ExtGState", {})).get(name.name, {})) if isinstance(name, PSLiteral) else {}
        if isinstance(cover := resolve1(told.get("ca")), int | float):
            self.device.paint = replace(self.device.paint, cover=cover)

    def do_W(self) -> None:
        self.device.paint = self.device.paint.within([apply_matrix_pt(self.ctm, part[-2:]) for part in self.curpath if len(part) > 2])

    do_W_a = do_W

    def do_BDC(self, tag: Any, props: Any) -> None:
        named = dict_value(self.resources.get("Properties", {})).get(props.name) if isinstance(props, PSLiteral) else None
        if isinstance(tag, PSLiteral) and tag.name == "OC" and self.device.layers.hides(named):
            self.device.begin_hidden()
        else:
            super().do_BDC(tag, props)

    def do_Do(self, name: Any) -> None:
        content = resolve1(self.xobjmap.get(name.name)) if isinstance(name, PSLiteral) else None
        if is_hidden := isinstance(content, PDFStream) and self.device.layers.hides(content.attrs.get("OC")):
            self.device.begin_hidden()
        before = self.device.paint
        self.device.paint = before.within(self._frame(content))
        super().do_Do(name)
        self.device.paint = before
        if is_hidden:
            self.device.end_tag()
