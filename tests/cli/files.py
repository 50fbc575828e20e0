"""Files good and bad to give to the command."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from tests.sites.pages import docx_of
from tests.sites.text import spaced, tika
from tests.sites.truth import reports


@cache
def good() -> dict[str, bytes]:
    """Four reports in three formats, by file name."""
    first, second, third, fourth = reports()[:4]
    return {
        "1.txt": spaced(first).encode(), "2.txt": tika(second).encode(), "3.docx": docx_of(third), "4.txt": spaced(fourth).encode()
    }


def encrypted_pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=pdfencrypt.StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 700, "locked")
    canvas.save()
    return buffer.getvalue()


def bad() -> dict[str, tuple[str, bytes]]:
    """By file name: the kind of error that must come of it, and the bytes. The long file is made by :func:`long_file`."""
    whole = docx_of(reports()[0])
    return {
        "empty.pdf": ("empty", b""),
        "blank.html": ("empty", b" \n\t \r\n"),
        "locked.pdf": ("encrypted", encrypted_pdf()),
        "cut.docx": ("corrupt", whole[: len(whole) // 2]),
        "noise.bin": ("unsupported", bytes(range(1, 256)) * 40),
        "menu.html": ("not_a_report", "<html><body><h1>食堂菜单</h1><p>周一：米饭、青菜。周二：面条。</p></body></html>".encode()),
        "locked.zip": ("encrypted", locked_zip()),
    }


def locked_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.html", b"page")
    data = bytearray(buffer.getvalue())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def long_file(path: Path) -> Path:
    """300 MB that take no room on the disk."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(300 << 20)
    return path


def write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]
