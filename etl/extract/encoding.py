"""The one place that decides how bytes become characters.

Order: byte order mark; UTF-8, if the bytes obey it to the letter, for no other Chinese charset does that by chance; the
charset that the HTTP header or the page declares; GB18030, which holds GB2312 and GBK and takes almost any bytes, unless
these are plainly Big5. A declaration that the bytes contradict is overridden and named in a warning.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from zipfile import ZipInfo

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.I)
#: Charsets that would decode any bytes: as a declaration they prove nothing.
_TAKES_ANYTHING = {"iso8859-1", "cp1252", "ascii", "latin_1"}
_REPLACEMENT = "\ufffd"
#: Declared charset → the one that holds all its characters, and those that pages declare it for.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs"}


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    charset: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, content_type: str | None = None, markup: bool = False) -> Decoded:
    """Text of ``data``. ``content_type`` is the HTTP header's value; ``markup`` looks for declarations in the text."""
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom):] if charset == "utf-8" else data, charset, ())
    if wide := _wide(data):
        return _lenient(data, wide, ())
    declared = list(_declared(data, content_type, markup))
    for charset in dict.fromkeys(["utf-8", *declared, "gb18030"]):
        if charset != "utf-8" and _is_damaged_utf8(data):
            return _lenient(data, "utf-8", _overridden(declared, "utf-8"))
        if charset in _TAKES_ANYTHING:
            continue
        try:
            text = data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
        if charset == "gb18030" and (big5 := _big5(data, text)):
            return Decoded(big5, "big5hkscs", _overridden(declared, "big5hkscs"))
        contradicted = () if data.isascii() else _overridden(declared, charset)
        return Decoded(text, charset, contradicted + _replaced(text))
    return _lenient(data, "gb18030", _overridden(declared, "gb18030"))


def zip_name(info: ZipInfo) -> str:
    """The name of a member of a zip. Without the flag for UTF-8 it is in whatever the packing machine used, and zipfile takes it for code
    page 437."""
    return info.filename if info.flag_bits & 0x800 else packed_name(info.filename.encode("cp437", "replace"))


def packed_name(name: bytes) -> str:
    """A file's name in an archive that does not say its charset: UTF-8, else GBK, which Chinese programs write."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _big5(data: bytes, text: str) -> str | None:
    """Big5 that nobody declared. Read as GB18030 it is full of rare characters; and the rare ones of a text that is GB18030, traditional
    ones among them, have second bytes that Big5 has not."""
    wide = "".join(c for c in text if c > "~")
    usual = len(wide.encode("gb2312", "ignore")) // 2
    if len(wide) < 50 or 5 * usual > 4 * len(wide):
        return None
    try:
        return data.decode("big5hkscs")
    except UnicodeDecodeError:
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    """UTF-8 with a few bytes lost, as at a cut: any other charset would read the whole of it as mojibake."""
    text = data.decode("utf-8", "replace")
    lost = text.count(_REPLACEMENT)
    return 0 < 10 * lost < len(text) - len(text.encode("ascii", "ignore"))


def _declared(data: bytes, content_type: str | None, markup: bool) -> Iterator[str]:
    names: list[str] = []
    if content_type:
        message = Message()
        message["content-type"] = content_type
        if charset := message.get_param("charset"):
            names.append(str(charset))
    if markup:
        head = data[:4096]
        names += [m.group(1).decode("ascii", "ignore") for p in (_XML, _META) if (m := p.search(head))]
    for name in names:
        try:
            charset = codecs.lookup(name.strip()).name
        except (LookupError, ValueError):
            continue
        yield _WIDER.get(charset, charset)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: line breaks, digits and tags leave zero bytes, which no other charset of texts has.

    Markup leaves them on one side of the pairs of bytes; a text mostly of Chinese, with zeros on both sides (一, 开), is
    told by what its characters are.
    """
    sample = data[:4096]
    sample = sample[: len(sample) // 2 * 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < max(2, len(sample) // 128):
        return None
    if even + odd > len(sample) // 8 and max(even, odd) > 8 * min(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    little, big = (_usual(sample.decode(charset, "replace")) for charset in ("utf-16-le", "utf-16-be"))
    return None if max(little, big) < 0.9 or min(little, big) > 0.7 else "utf-16-le" if little > big else "utf-16-be"


def _usual(text: str) -> float:
    """Share of the characters that Chinese texts and markup are made of."""
    return sum(c in "\t\r\n" or " " <= c <= "~" or "\u2000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in text) / max(1, len(text))


def _lenient(data: bytes, charset: str, warnings: tuple[str, ...]) -> Decoded:
    text = data.decode(charset, "replace")
    return Decoded(text, charset, warnings + _replaced(text))


def _overridden(declared: list[str], charset: str) -> tuple[str, ...]:
    wrong = [d for d in declared[:1] if d != charset]
    return tuple(f"declared charset {d} does not fit the bytes, read as {charset}" for d in wrong)


def _replaced(text: str) -> tuple[str, ...]:
    count = text.count(_REPLACEMENT)
    return (f"{count} characters could not be decoded (U+FFFD)",) if count else ()
