"""The package of an OFD: its files by their places, and the resources (pictures, groups of objects, inks) that pages draw with."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from etl.extract.package import Files, child, local
from etl.extract.pictures import is_clear


@dataclass(slots=True)
class Resources:
    """What pages draw with, by its ID."""

    pictures: dict[str, str] = field(default_factory=dict)
    """Where pictures stand in the package."""
    elements: dict[str, etree._Element] = field(default_factory=dict)
    """Groups of objects (``CompositeGraphicUnit``) and inks (``DrawParam``)."""
    fonts: dict[str, str] = field(default_factory=dict)
    """Where fonts stand in the package."""
    clear: dict[str, bool] = field(default_factory=dict)
    """Which of the pictures that were drawn let through what lies below them."""

    def is_clear(self, path: str, picture: bytes) -> bool:
        if path not in self.clear:
            self.clear[path] = is_clear(picture)
        return self.clear[path]

    def add(self, files: Files, folder: str, places: Iterable[str]) -> None:
        for path in (files.inside(folder, place) for place in places):
            if not files.has(path):
                continue
            root = files.xml(path)
            base = files.inside(posixpath.dirname(path), root.get("BaseLoc", ""))
            for element in root.iter():
                name, number = local(element), element.get("ID", "")
                if name == "MultiMedia" and element.get("Type") == "Image":
                    self.pictures[number] = files.inside(base, text(child(element, "MediaFile")))
                elif name == "Font" and (own := text(child(element, "FontFile"))):
                    self.fonts[number] = files.inside(base, own)
                elif name in ("CompositeGraphicUnit", "DrawParam"):
                    self.elements[number] = element


def named(element: etree._Element | None, *names: str) -> Iterator[str]:
    """Texts of the children of these names."""
    return (text(e) for e in (element if element is not None else ()) if local(e) in names)


def text(element: etree._Element | None) -> str:
    return "".join(str(t) for t in element.itertext()).strip() if element is not None else ""
