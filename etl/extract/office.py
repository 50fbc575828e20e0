"""Legacy office formats (DOC, WPS, ODT, UOF and kin): turned into DOCX by a converter, then read as such.

DOC first goes through msdoc2docx (pure Python); what it cannot read, and the other formats, go through LibreOffice where
that is installed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from etl.documents import Document
from etl.errors import ReadError
from etl.extract import cfb, docx, kinds
from etl.extract.docx import flat
from etl.extract.foreign import parsing
from etl.report import Origin

_SECONDS = 60
#: What LibreOffice takes each format to be: by the file's name.
_SUFFIX = {
    kinds.DOC: ".doc", kinds.ODT: ".odt", kinds.WORD_XML: ".xml", kinds.OLE: ".wps", kinds.FLAT_ODT: ".fodt", kinds.UOF: ".uof",
    kinds.XLSB: ".xlsb",
}
_DOCX, _XLSX = "docx:MS Word 2007 XML", "xlsx:Calc MS Excel 2007 XML"
#: Fields that show an entry of a list, in either width of characters: msdoc2docx leaves out what they show.
_LISTS = b"FORMDROPDOWN", "FORMDROPDOWN".encode("utf-16-le")
_HOW = "install LibreOffice (Debian: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui) to read this format"


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: needs_office, encrypted, corrupt, and whatever the DOCX reader raises."""
    media_type = kinds.media_type(data)
    if media_type in (kinds.DOC, kinds.OLE):
        cfb.check_whole(data)
    if media_type == kinds.DOC and not any(name in data for name in _LISTS):
        try:
            return replace(docx.read(_by_msdoc2docx(data), origin), media_type=media_type, reader="msdoc2docx")
        except ReadError as error:
            if error.kind not in ("corrupt", "empty", "needs_office") or _soffice() is None:
                raise
    if media_type == kinds.WORD_XML and (package := flat.package(data)):
        return replace(docx.read(package, origin), media_type=media_type)
    return replace(docx.read(_by_libreoffice(data, media_type, _DOCX), origin), media_type=media_type, reader="libreoffice")


def workbook(data: bytes) -> bytes:
    """A workbook of a format that only LibreOffice reads, as XLSX. Raises ``ReadError``: needs_office, corrupt."""
    return _by_libreoffice(data, kinds.media_type(data), _XLSX)


def _by_msdoc2docx(data: bytes) -> bytes:
    import doc2docx
    from doc2docx import errors

    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source, target = Path(folder, "in.doc"), Path(folder, "out.docx")
        source.write_bytes(data)
        with parsing("the Word document"):
            try:
                doc2docx.convert(source, target)
            except errors.EncryptedDocumentError as error:
                raise ReadError("encrypted", "the document needs a password") from error
            except errors.UnsupportedFeatureError as error:
                raise ReadError("needs_office", f"the document uses an old feature ({error}); {_HOW}") from error
            return target.read_bytes()


def _soffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _by_libreoffice(data: bytes, media_type: str, target: str) -> bytes:
    program = _soffice()
    if program is None:
        raise ReadError("needs_office", _HOW)
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder, "in" + _SUFFIX[media_type])
        source.write_bytes(data)
        command = [
            program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", target, "--outdir", str(Path(folder, "out")), str(source),
        ]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "HOME": folder},
        )
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise ReadError("timeout", f"LibreOffice took more than {_SECONDS} s") from error
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        written = Path(folder, "out", f"in.{target.partition(':')[0]}")
        if not written.is_file():
            raise ReadError("corrupt", "LibreOffice could not open the document")
        return written.read_bytes()
