"""MHTML ("single file web page"), as Word saves it, often under the name .doc: its HTML part is read."""

from __future__ import annotations

import email
import email.message
from dataclasses import replace

from etl.documents import Document
from etl.errors import ReadError
from etl.extract import html, kinds
from etl.extract.foreign import parsing
from etl.report import Origin


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: corrupt (no HTML part), and whatever the HTML reader raises."""
    with parsing("the MHTML file"):
        parts = list(email.message_from_bytes(data.lstrip()).walk())
    for part in parts:
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                inner = replace(origin, headers={"content-type": part.get("content-type", "")})
                return replace(html.read(content, inner), media_type=kinds.MHTML)
    raise ReadError("corrupt", "the MHTML file has no HTML part")
