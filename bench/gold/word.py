"""What people and programs do to a DOCX after it is written: tracked changes, content controls, tables that lay out the page."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def tracked(data: bytes, rng: random.Random) -> bytes:
    """Changes that nobody has accepted yet: old numbers struck, new ones put in, rows deleted and moved, content controls."""

    def change(body: etree._Element) -> None:
        for run in list(body.iter(_name("r"))):
            if rng.random() < 0.2:
                old = deepcopy(run)
                for text in old.iter(_name("t")):
                    text.tag, text.text = _name("delText"), str(rng.randint(1, 999))
                gone = etree.Element(_name(rng.choice(("del", "moveFrom"))))
                gone.append(old)
                run.addprevious(gone)
            if rng.random() < 0.3:
                _wrap(run, rng.choice(("ins", "moveTo", "smartTag")))
        for row in list(body.iter(_name("tr"))):
            # A row that others reach into cannot be copied: it would take part in their merge.
            if rng.random() < 0.1 and not list(row.iter(_name("vMerge"))):
                old = deepcopy(row)
                for text in old.iter(_name("t")):
                    text.text = f"{text.text}8"
                _properties(old, "trPr").append(etree.Element(_name("del")))
                row.addnext(old)
            elif rng.random() < 0.2:
                _properties(row, "trPr").append(etree.Element(_name("ins")))
        for cell in list(body.iter(_name("tc"))):
            if rng.random() < 0.1:
                _control(cell)

    return _changed(data, change)


def framed(data: bytes, rng: random.Random) -> bytes:
    """The report, or each of its tables, inside tables that lay out the page; a navigation beside it, or none."""

    def change(body: etree._Element) -> None:
        parts = [e for e in body if e.tag != _name("sectPr")]
        if rng.random() < 0.5:
            for part in parts:
                if part.tag == _name("tbl"):
                    body.insert(body.index(part), _frame([part], None))
            return
        body.insert(0, _frame(parts, "政府信息公开\n公开年报" if rng.random() < 0.5 else None))

    return _changed(data, change)


def _frame(parts: list[etree._Element], beside: str | None) -> etree._Element:
    table = etree.Element(_name("tbl"))
    row = etree.SubElement(table, _name("tr"))
    if beside is not None:
        paragraph = etree.SubElement(etree.SubElement(row, _name("tc")), _name("p"))
        etree.SubElement(etree.SubElement(paragraph, _name("r")), _name("t")).text = beside
    cell = etree.SubElement(row, _name("tc"))
    cell.extend(parts)
    etree.SubElement(cell, _name("p"))  # Word wants a paragraph at a cell's end
    return table


def _name(local: str) -> str:
    return f"{{{_W}}}{local}"


def _wrap(element: etree._Element, local: str) -> None:
    holder = etree.Element(_name(local))
    element.addprevious(holder)
    holder.append(element)


def _control(element: etree._Element) -> None:
    control = etree.Element(_name("sdt"))
    etree.SubElement(etree.SubElement(control, _name("sdtPr")), _name("alias"))
    element.addprevious(control)
    etree.SubElement(control, _name("sdtContent")).append(element)


def _properties(element: etree._Element, local: str) -> etree._Element:
    found = element.find(_name(local))
    if found is None:
        found = etree.Element(_name(local))
        element.insert(0, found)
    return found


def _changed(data: bytes, change: Callable[[etree._Element], None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == "word/document.xml":
                root = etree.fromstring(content)
                body = root.find(_name("body"))
                assert body is not None
                change(body)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(item, content)
    return out.getvalue()
