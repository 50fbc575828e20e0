"""Layers of a PDF (optional content): which of them are off when it is opened. What lies on these is not seen."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral

from etl.errors import ReadError
from etl.extract.foreign import parsing


class Layers:
    """The layers of a file, by its catalog."""

    def __init__(self, catalog: Any) -> None:
        told = _dict(_dict(catalog).get("OCProperties"))
        usual = _dict(told.get("D"))
        self._off = set(_ids(told.get("OCGs"))) if _name(usual.get("BaseState")) == "OFF" else set()
        self._off -= set(_ids(usual.get("ON")))
        self._off |= set(_ids(usual.get("OFF")))
        for use in map(_dict, _list(usual.get("AS"))):
            if _name(use.get("Event")) == "View":
                self._apply([group for group in _list(use.get("OCGs")) if isinstance(group, PDFObjRef)])

    def _apply(self, groups: list[PDFObjRef]) -> None:
        """Layers that say themselves whether they are on when the file is looked at."""
        for group in groups:
            state = _name(_dict(_dict(_dict(group).get("Usage")).get("View")).get("ViewState"))
            if state == "OFF":
                self._off.add(group.objid)
            elif state == "ON":
                self._off.discard(group.objid)

    def __bool__(self) -> bool:
        """Whether any is off."""
        return bool(self._off)

    def hides(self, content: Any) -> bool:
        """Whether what names a layer, or several and how many of them must be on, is not seen."""
        if not self._off or content is None:
            return False
        told = _dict(content)
        if _name(told.get("Type")) != "OCMD":
            return isinstance(content, PDFObjRef) and content.objid in self._off
        groups = told.get("OCGs")
        off = [group in self._off for group in _ids(groups if isinstance(resolve1(groups), list) else [groups])]
        return bool(off) and {
            "AllOn": any(off), "AnyOff": not any(off), "AllOff": not all(off),
        }.get(_name(told.get("P")), all(off))


def has_hidden(data: bytes) -> bool:
    """Whether any layer of a file is off."""
    return (b"OCProperties" in data or b"ObjStm" in data) and catalog_tells(data, lambda catalog: bool(Layers(catalog)))


def catalog_tells(data: bytes, question: Callable[[Any], bool]) -> bool:
    """The answer of a file's catalog; no where pdfminer cannot tell."""
    try:
        with parsing("the PDF"):
            return question(PDFDocument(PDFParser(io.BytesIO(data))).catalog)
    except ReadError:
        return False


def _dict(value: Any) -> dict[Any, Any]:
    value = resolve1(value)
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    value = resolve1(value)
    return value if isinstance(value, list) else []


def _ids(value: Any) -> Iterator[int]:
    return (item.objid for item in _list(value) if isinstance(item, PDFObjRef))


def _name(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""
