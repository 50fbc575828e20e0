"""Packages of Office Open XML (XLSX): their parts, found by the links between them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from etl.extract.package import by_path, local, parse_xml, slashed


class Package:
    """All parts, by their paths in small letters."""

    def __init__(self, data: bytes) -> None:
        """Raises ``ReadError``: corrupt, encrypted, too_large."""
        self.parts = by_path(data)
        self.root = Part(self, "", b"")

    def part(self, path: str) -> Part | None:
        data = self.parts.get(path.lower())
        return None if data is None else Part(self, path, data)


@dataclass(frozen=True)
class Part:
    package: Package
    path: str
    data: bytes

    @cached_property
    def links(self) -> dict[str, tuple[str, str]]:
        """Kind and path of what the part names, by the name of the link; what lies outside the package is left out."""
        folder, name = posixpath.split(self.path)
        data = self.package.parts.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())
        said = [] if data is None else [e.attrib for e in parse_xml(data, "the links between parts") if local(e) == "Relationship"]
        return {
            str(link.get("Id")): (str(link.get("Type")), posixpath.normpath(posixpath.join("/", folder, slashed(str(link.get("Target", ""))))).lstrip("/"))
            for link in said if link.get("TargetMode") != "External"
        }

    def linked(self, kind: str) -> Iterator[Part]:
        """The parts of a kind that this one names."""
        yield from (part for said, path in self.links.values() if said.endswith("/" + kind) and (part := self.package.part(path)) is not None)

    def at(self, link: str | None) -> Part | None:
        """The part that a link leads to; None where it leads nowhere."""
        _, path = self.links.get(link or "", ("", ""))
        return self.package.part(path)
