"""A DOCX written as one XML file (Word's "XML document", which programs that fill in a template often save under the name .doc)."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import quoteattr

from lxml import etree

from etl.extract.package import attribute, binary, child, local, parse_xml


def package(data: bytes) -> bytes | None:
    """The same document as a zip of its parts; None where it is the XML of Word 2003. Raises ``ReadError("corrupt")``."""
    root = parse_xml(data, "the document")
    if local(root) != "package":
        return None
    out = io.BytesIO()
    types = []
    with zipfile.ZipFile(out, "w") as written:
        for part in root:
            name = attribute(part, "name") or ""
            types.append(f"<Override PartName={quoteattr(name)} ContentType={quoteattr(attribute(part, 'contentType') or '')}/>")
            written.writestr(name.lstrip("/"), _content(part))
        namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
        written.writestr("[Content_Types].xml", f'<Types xmlns="{namespace}">{"".join(types)}</Types>')
    return out.getvalue()


def _content(part: etree._Element) -> bytes:
    tree = child(part, "xmlData")
    return etree.tostring(tree[0]) if tree is not None and len(tree) else binary(child(part, "binaryData"), "the document")
