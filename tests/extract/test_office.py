"""Legacy office files. The two files beside this test were written by LibreOffice from ``BLOCKS`` (sample text of our own)."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import ReadError
from etl.extract import extract, office, sniff
from etl.report import Origin
from etl.text import squeeze
from tests.extract import common
from tests.sites.layout import Cell, Grid, Text

FILES = Path(__file__).parent / "files"
BLOCKS = (
    Text("示例县2021年政府信息公开工作年度报告", "title"),
    Text("一、总体情况", "heading"),
    Text("本年度收到申请3件。"),
    Grid("t", (
        (Cell("申请人情况", colspan=2), Cell("自然人"), Cell("法人")),
        (Cell("结果", rowspan=2), Cell("（一）予以公开"), Cell("11"), Cell("12")),
        (Cell("（二）部分公开"), Cell("21"), Cell("")),
        (Cell("四、结转下年度", colspan=2), Cell("/"), Cell("32")),
    ), (1, 2, 1, 1)),
    Text("六、其他需要报告的事项", "heading"),
)


def test_doc():
    data = (FILES / "sample.doc").read_bytes()
    document = extract(data, Origin(name="sample.doc"))
    assert sniff(data) == document.media_type == "application/msword"
    assert common.read(document) == common.written(BLOCKS)
    assert squeeze("".join(p.text for p in document.paragraphs)) == squeeze("".join(b.text for b in BLOCKS if isinstance(b, Text)))


def test_doc_under_another_name():
    data = (FILES / "sample.doc").read_bytes()
    assert extract(data, Origin(name="report.pdf", headers={"content-type": "application/pdf"})).reader == "msdoc2docx"


def test_doc_with_lists_to_choose_from_is_left_to_libreoffice(monkeypatch):
    """msdoc2docx leaves out what such a field shows: a number would be a blank."""
    monkeypatch.setattr(office, "_soffice", lambda: None)
    data = (FILES / "sample.doc").read_bytes() + "FORMDROPDOWN".encode("utf-16-le").ljust(512, b"\0")
    with pytest.raises(ReadError) as caught:
        extract(data, Origin())
    assert caught.value.kind == "needs_office"


def test_doc_cut_off_is_corrupt(monkeypatch):
    monkeypatch.setattr(office, "_soffice", lambda: None)
    data = (FILES / "sample.doc").read_bytes()
    for part in range(1, 10):
        with pytest.raises(ReadError) as caught:
            extract(data[: len(data) * part // 10], Origin())
        assert caught.value.kind in ("corrupt", "needs_office")


def test_xls():
    document = extract((FILES / "sample.xls").read_bytes(), Origin())
    assert document.media_type == "application/vnd.ms-excel"
    assert common.read(document) == common.written(BLOCKS)


@pytest.mark.skipif(office._soffice() is None, reason="LibreOffice is not installed")
def test_odt_through_libreoffice():
    assert common.read(extract((FILES / "sample.odt").read_bytes(), Origin())) == common.written(BLOCKS)
