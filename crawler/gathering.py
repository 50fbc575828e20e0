"""A report that takes more than one answer: what of it has come, what is to be asked next, and the document it makes.

Values without Scrapy: the spider asks for :attr:`Gathering.wanted`, and hands every answer to :meth:`Gathering.took`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from crawler.items import DocumentItem, item_of
from crawler.memory import PageRef
from crawler.pages.page import Page
from crawler.pages.urls import is_front
from crawler.parts import MAX_PARTS, bundle, next_part, pictures
from crawler.registry import Card

_PICTURE = re.compile(r"(?i)image/(?:png|jpe?g|bmp|webp|tiff)(?:;.*)?")


class PageLost(Exception):
    """A further page of a report cannot be had, so the report is not whole."""


@dataclass(frozen=True)
class Gathering:
    ref: PageRef
    pages: tuple[Page, ...]
    """Those that came, the first one first."""
    children: tuple[PageRef, ...] = ()
    """What the first page leads to besides."""
    splits: bool = True
    """Whether further pages may follow."""
    pictures: Mapping[str, Page | None] = field(default_factory=dict)
    """Those asked for, by their addresses as the pages write them; None: it could not be had."""

    @cached_property
    def next_page(self) -> str | None:
        return next_part(self.pages) if self.splits else None

    @cached_property
    def next_picture(self) -> tuple[str, str] | None:
        """As the page writes it, and its address."""
        return next((found for found in pictures(self.pages).items() if found[0] not in self.pictures), None)

    @property
    def wanted(self) -> str | None:
        """The address to ask next; None: the report is whole. Raises PageLost if it goes on without end."""
        if self.next_page is None:
            return self.next_picture[1] if self.next_picture else None
        if len(self.pages) == MAX_PARTS:
            raise self._lost(f"it has more than {MAX_PARTS} pages")
        return self.next_page

    def took(self, answer: Page | None, why_not: str) -> Gathering:
        """With the answer to ``wanted``; None: there is none, ``why_not``. Raises PageLost for a page, never for a picture."""
        if self.next_page is None:
            assert self.next_picture is not None
            return replace(self, pictures={**self.pictures, self.next_picture[0]: answer if answer and _is_picture(answer) else None})
        if answer is not None and answer.status == 200 and answer.is_html and not is_front(answer.url):
            return replace(self, pages=(*self.pages, answer))
        if answer is not None:
            why_not = f"it is answered with status {answer.status} and {len(answer.body)} bytes"
        raise self._lost(why_not)

    def _lost(self, why: str) -> PageLost:
        return PageLost(f"the report goes on at {self.next_page}, and that page cannot be had: {why}")

    def item(self, card: Card) -> DocumentItem:
        """The whole report as one document."""
        first, drawn = self.pages[0], {written: picture for written, picture in self.pictures.items() if picture}
        item = item_of(self.ref, first, card)
        if len(self.pages) == 1 and not drawn:
            return item
        item.data, item.content_type = bundle(self.pages, drawn), None
        item.origin = replace(item.origin, headers=_lasting(first.headers))
        if len(self.pages) > 1:  # one page's validators say nothing of the others; pictures change with the page that names them
            item.etag = item.last_modified = None
        return item


def _is_picture(answer: Page) -> bool:
    return answer.status == 200 and bool(_PICTURE.fullmatch(answer.headers.get("content-type", "")))


def _lasting(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a first page that still hold for the whole."""
    return {name: value for name, value in headers.items() if not name.startswith("content-") and name not in ("etag", "last-modified")}
