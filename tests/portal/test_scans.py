"""A number read from a scan or a picture leads to the picture of its page, straightened, with its cell outlined."""

from __future__ import annotations

import io
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from etl.archive import Archive
from etl.load import Writer, open_database
from etl.process import process
from etl.report import Origin
from portal.app import Portal
from portal.reader import page_image
from tests.extract import scan
from tests.portal.asking import ask
from tests.sites.pages import sites

pytest.importorskip("cv2", reason="the extra ocr is not installed")


def _pdf() -> bytes:
    return next(page.body for site in sites() for name, page in site.pages.items() if name.endswith(".pdf") and b"%PDF" in page.body[:8])


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(200, 200))
    return out.getvalue()


def test_a_scan_is_drawn_straight() -> None:
    level = scan.pages(_pdf())[0]
    for data in (scan.bound([scan.worn(level, 1, angle=1.5)]), scan.bound([scan.worn(level, 1, angle=1.5)], dpi=72), _png(scan.worn(level, 1, angle=1.5))):
        drawn = page_image(data, 1)
        assert drawn.width == pytest.approx(level.width * 72 / 200, rel=0.02)
        picture = Image.open(io.BytesIO(drawn.png)).convert("L")
        # The longest ruling of a straight page lies within one row of pixels.
        darkest = [max((np.asarray(p) < 128).sum(axis=1)) for p in (level.resize(picture.size), picture)]
        assert darkest[1] > 0.7 * darkest[0]


def test_the_cell_of_a_picture_is_outlined(tmp_path: Path) -> None:
    """The readings of a PDF stand for those of its picture: recognising it takes half a minute, and the boxes are the same."""
    pdf = _pdf()
    archive = Archive(str(tmp_path / "archive"))
    origin = Origin(name="示例局2022年政府信息公开工作年度报告.png", url="http://x.gov.cn/a.png", fetched_at="2025-04-20T01:00:00Z")
    outcome = process(pdf, origin)
    assert outcome.report
    cell = next(c for c in outcome.report.cells if c.page and c.bbox and c.value is not None)
    data = _png(scan.pages(pdf)[(cell.page or 1) - 1])
    sha256 = archive.put(data, origin)
    cells = tuple(replace(c, page=1) for c in outcome.report.cells if c.page == cell.page)
    report = replace(outcome.report, sha256=sha256, media_type="image/png", reader="ocr", cells=cells)
    with closing(open_database(tmp_path / "gongkai.db")) as database:
        writer = Writer(database, "run")
        writer.load(replace(outcome, sha256=sha256, report=report), origin, "image/png", len(data))
        writer.derive()
        identifier = database.conn.execute("select id from reports").fetchone()[0]
    portal = Portal(tmp_path / "gongkai.db", archive)
    try:
        page = ask(portal, f"/report/{identifier}/cell/{'/'.join(cell.key)}")
        source = re.search(rf'<image href="(/page/{sha256}/1\.png)" width="([\d.]+)"', page.text)
        assert source, page.text
        image = ask(portal, source[1])
        assert image.headers["content-type"] == "image/png"
        box = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', page.text)[-1]
        x, y, width, height = map(float, box)
        picture = Image.open(io.BytesIO(image.content)).convert("L")
        factor = picture.width / float(source[2])
        outlined = picture.crop(tuple(round(v * factor) for v in (x + 4, y + 4, x + width - 4, y + height - 4)))  # type: ignore[arg-type]
        assert np.asarray(outlined).min() < 120, "no ink within the outline"
        assert ask(portal, f"/page/{sha256}/2.png").status_code == 404
    finally:
        portal.close()
