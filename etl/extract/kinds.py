"""What a file is, told by its bytes alone: names and headers lie."""

from __future__ import annotations

import re

from etl.errors import ReadError
from etl.extract import cfb
from etl.extract.encoding import decode
from etl.extract.package import open_zip, slashed

PDF = "application/pdf"
PORTFOLIO = "application/x-pdf-portfolio"
"""A PDF that holds other files."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFD = "application/ofd"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
ENCRYPTED_OFFICE = "application/x-ms-encrypted-office"
OLE = "application/x-ole-storage"
XPS = "application/vnd.ms-xpsdocument"
RTF = "application/rtf"
HTML = "text/html"
MHTML = "multipart/related"
XML = "application/xml"
WORD_XML = "application/vnd.ms-word.flat+xml"
EXCEL_XML = "application/vnd.ms-excel.flat+xml"
FLAT_ODT = "application/vnd.oasis.opendocument.text-flat-xml"
FLAT_ODS = "application/vnd.oasis.opendocument.spreadsheet-flat-xml"
UOF = "application/vnd.uof"
"""The Chinese office format (GB/T 20916)."""
TEXT = "text/plain"
CSV = "text/csv"
ZIP = "application/zip"
SEVEN_ZIP = "application/x-7z-compressed"
RAR = "application/vnd.rar"
GZIP = "application/gzip"
BZIP2 = "application/x-bzip2"
XZ = "application/x-xz"
TAR = "application/x-tar"
CAB = "application/vnd.ms-cab-compressed"
PROGRAM = "application/x-msdownload"
MAIL = "message/rfc822"
"""A message with attachments."""
UNKNOWN = "application/octet-stream"
EMPTY = "application/x-empty"
JPEG_2000, SVG = "image/jp2", "image/svg+xml"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/tiff", "image/webp", "image/bmp", "image/avif", JPEG_2000})
ARCHIVES = frozenset({ZIP, SEVEN_ZIP, RAR, GZIP, BZIP2, XZ, TAR, CAB, MAIL, PORTFOLIO})
#: What a person must do with a file that nobody here reads.
_ADVICE = {
    **dict.fromkeys(("image/heic", "image/heif", "image/jxl", "image/vnd.djvu", "image/wmf", "image/vnd.adobe.photoshop"),
                    "save the picture as JPEG or PNG"),
    **dict.fromkeys(("application/zstd", "application/x-lha", "application/x-lz4", "application/x-compress", "application/x-zip-part"),
                    "unpack it and read what it holds"),
    PROGRAM: "it is a program, and no archive that unpacks itself",
    XPS: "print it to PDF",
}

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"), (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"), (b"MM\0*", "image/tiff"), (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP), (b"Rar!\x1a\x07", RAR),
    (b"\x1f\x8b", GZIP), (b"\xfd7zXZ\0", XZ), (b"MSCF\0\0\0\0", CAB), (b"\0\0\0\x0cjP  \r\n\x87\n", JPEG_2000), (b"\xff\x4f\xff\x51", JPEG_2000),
    *((b"BZh%d1AY&SY" % level, BZIP2) for level in range(1, 10)),
    # Known by name only, for the sentence that refuses them.
    (b"8BPS", "image/vnd.adobe.photoshop"), (b"AT&TFORM", "image/vnd.djvu"), (b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"), (b"%!PS", "application/postscript"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"), (b"\x04\x22\x4d\x18", "application/x-lz4"), (b"\x1f\x9d", "application/x-compress"),
    (b"PK\7\10", "application/x-zip-part"),
)
#: The stream of a compound file that makes it what it is.
_STREAMS = (
    ("EncryptedPackage", ENCRYPTED_OFFICE), ("WordDocument", DOC), ("WpsDocument", DOC), ("Workbook", XLS), ("Book", XLS),
    ("PowerPoint Document", PPT),
)
#: What a file of boxes (ISO 14496) says it is, behind its first box's length.
_BRANDS = {
    b"avif": "image/avif", b"avis": "image/avif", b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"msf1": "image/heif",
}
_TAGS = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|tbody|tr|td|span|script|style|link|center|font|h[1-6]|ul|br|article|section)"
    r"[\s>/]", re.I,
)
#: Office files that are one XML document.
_ROOTS = (
    (re.compile(r'<(?:\w+:)?Workbook\s[^>]*"urn:schemas-microsoft-com:office:spreadsheet"'), EXCEL_XML),
    (re.compile(rf'<office:document\s[^>]*office:mimetype="{re.escape(ODT)}"'), FLAT_ODT),
    (re.compile(rf'<office:document\s[^>]*office:mimetype="{re.escape(ODS)}"'), FLAT_ODS),
    (re.compile(r"<(?:uof|UOF):UOF\s"), UOF),
)
_TABLE = re.compile(
    r"^[ \t]*(?:<(?:html|body|div|center|figure)\b[^<>]*>\s*){0,3}<table\b.*?(?:</table>(?:\s*</(?:html|body|div|center|figure)>){0,3}[ \t]*$|\Z)",
                    re.I | re.S | re.M)
_MARKS = re.compile(r"^[ \t]*</?(?:div|center|figure|section)\b[^<>]*>[ \t]*$|</?(?:span|a|font|u|b|br|strong|em)\b[^<>]{0,500}>", re.I | re.M)
_MARKDOWN = re.compile(r"^#{1,6}[ \t]+\S|^\*\*|^\|[ \t:-]*-{3}", re.M)
_SVG = re.compile(r"<svg[\s>]", re.I)
_MHTML = re.compile(rb"^(?:From:|MIME-Version:|Subject:|Content-Type:|Date:)", re.I)
_MAIL = re.compile(rb"[\r\n]*[A-Za-z][A-Za-z-]{1,40}:[ \t]")
_ATTACHED = re.compile(rb"^Content-Disposition:[ \t]*attachment", re.I | re.M)
_SHEET_PAGE = re.compile(
    rb'="urn:schemas-microsoft-com:office:excel"|<meta\s[^<>]{0,200}Excel\.Sheet|<td\s[^<>]{0,300}\s(?:sdval|sdnum|x:num|x:str)\b', re.I)
_BLANK = b" \t\r\n\xef\xbb\xbf"
_SPACE = _BLANK + b"\f\v\0"
_PACKED = re.compile(rb"Rar!\x1a\x07[\x00\x01]|7z\xbc\xaf\x27\x1c\x00|PK\x03\x04[\x0a-\x3f]\x00|MSCF\x00\x00\x00\x00")
_PROGRAM = 4 << 20
"""Bytes in which the program ends that unpacks an archive."""
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08")
_SEPARATORS = (",", ";")
"""What parts the cells. Tabs are left to the reader of texts, which are full of them."""
_VALUE = re.compile(r'[="\s]{0,4}[\d./％%—-]{0,12}["\s]{0,4}')
_VALUES, _ROWS = 5, 8
"""Cells at the end of a row that hold a number or nothing, and such rows, from which on a text is a table throughout."""


def bare(data: bytes) -> bytes:
    """The file without the line breaks that a web program let out before it, where an office file or an archive begins behind them;
    of an archive that unpacks itself what the program before it unpacks."""
    if data.startswith(b"MZ") and (packed := _PACKED.search(data, 0, _PROGRAM)):
        return data[packed.start():]
    begun = len(data[:64]) - len(data[:64].lstrip(_BLANK))
    return data[begun:] if begun and data[begun:].startswith(_BINARY) else data


def media_type(data: bytes) -> str:
    """Media type of ``data``; ``application/octet-stream`` where nobody here knows it, never an exception."""
    if not data.strip(_SPACE):
        return EMPTY
    data = bare(data)
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    if data[:64].lstrip(_SPACE).startswith(b"{\\rtf"):
        return RTF
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], UNKNOWN)
    if data[257:262] == b"ustar":
        return TAR
    if data[2:5] == b"-lh" and data[6:7] == b"-":
        return "application/x-lha"
    if data.startswith(b"MZ") and b"PE\0\0" in data[:4096]:
        return PROGRAM
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return "image/bmp"
    return _textual(data)


def refused(media_type: str) -> ReadError:
    """Why a file of this kind is not read, and what to do with it."""
    advice = _ADVICE.get(media_type)
    return ReadError("unsupported", f"no reader for {media_type}" + (f": {advice}" if advice else ""))


def is_sheet_page(data: bytes) -> bool:
    """Whether a spreadsheet program saved this page: its rows are the sheet's, prose and all."""
    return _SHEET_PAGE.search(data, 0, 65_536) is not None


def _pdf(data: bytes) -> str:
    from etl.extract.pdf import attached

    return PORTFOLIO if attached.is_portfolio(data) else PDF


_MANIFEST = "META-INF/manifest.xml"
"""What an OpenDocument package lists its members in, itself first."""


def _zip(data: bytes) -> str:
    try:
        with open_zip(data) as package:
            names = {slashed(name).lstrip("/").lower() for name in package.namelist()}
            stated = package.read("mimetype")[:100].decode("ascii", "ignore").strip() if "mimetype" in package.namelist() else ""
            if not stated and _MANIFEST in package.namelist():  # some programs leave the former out
                stated = next((t for t in (ODT, ODS) if f'"{t}"'.encode() in package.read(_MANIFEST)), "")
    except (ReadError, RuntimeError, OSError, ValueError, KeyError, NotImplementedError):
        # Damaged, locked or too large to look into: the first member's name still tells what it set out to be.
        head = data[:4096]
        return DOCX if b"word/" in head or b"[Content_Types].xml" in head else OFD if b"OFD.xml" in head else ZIP
    for media_type in (ODT, ODS):
        if stated.removesuffix("-template") == media_type:
            return media_type
    if "ofd.xml" in names:
        return OFD
    if "xl/workbook.bin" in names:
        return XLSB
    if any(name.endswith(".fdseq") for name in names):
        return XPS
    if "[content_types].xml" in names:
        for folder, media_type in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
            if any(name.startswith(folder) for name in names):
                return media_type
    return ZIP


def _ole(data: bytes) -> str:
    names = cfb.names(data)

    def has(name: str) -> bool:
        # A damaged file still tells by the names in it what it set out to be.
        return name in names if names else name.encode("utf-16-le") in data

    for name, media_type in _STREAMS:
        if has(name):
            return media_type
    return OLE


def _textual(data: bytes) -> str:
    head = data[:65_536]
    text = decode(head).text.lstrip(" \t\r\n\f\v\ufeff")
    if _MAIL.match(data) and b"multipart/mixed" in head.lower() and _ATTACHED.search(data):
        return MAIL
    if _MHTML.match(data.lstrip()) and re.search(rb"multipart/related|text/html", head[:4096], re.I):
        return MHTML
    prose = _without_islands(text)
    if not text.startswith("<") or (_MARKDOWN.search(prose) and not _TAGS.search(prose)):
        text = prose
    if text.startswith("<?xml") or text.startswith("<"):
        if "progid=\"Word.Document\"" in text[:2000] or "<w:wordDocument" in text[:4000] or "<pkg:package" in text[:4000]:
            return WORD_XML
        for root, media_type in _ROOTS:
            if root.search(text, 0, 4000):
                return media_type
        if _TAGS.search(text[:20_000]):
            return HTML
        if _SVG.search(text[:2000]):
            return SVG
        if text.startswith("<?xml"):
            return XML
    control = sum(ord(c) < 32 and c not in "\t\r\n\f\v\x1a" for c in text[:8192])
    strange = text[:8192].count("\ufffd")
    if control + strange > max(2, 0.05 * len(text[:8192])):
        return UNKNOWN
    if text.startswith(("{", "[")):
        text = re.sub(r"\\u003([ce])", lambda m: "<>"[m[1].lower() == "e"], text, flags=re.I)  # an answer in ASCII, its markup escaped
    if len(_TAGS.findall(text[:20_000])) >= 3 and re.search(r"</(?:p|td|div|table|body|html)>", text, re.I):
        return HTML
    return CSV if separator(text) else TEXT


def _without_islands(text: str) -> str:
    """Text without the tables and the marks of divisions and words that stand amid Markdown and make no page of it."""
    return _MARKS.sub("", _TABLE.sub("", text))


def separator(text: str) -> str | None:
    """What parts the cells of a text that is CSV; None where it is none."""
    lines = text.splitlines()
    for mark in _SEPARATORS:
        ends = (line.rsplit(mark, _VALUES)[1:] for line in lines)
        if sum(len(end) == _VALUES and all(map(_VALUE.fullmatch, end)) for end in ends) >= _ROWS:
            return mark
    return None
