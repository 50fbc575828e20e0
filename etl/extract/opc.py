"""Packages of Office Open XML (XLSX): their parts, found by the links between them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from etl.extract.package import Files, local, parse_xml


@dataclass(frozen=True)
class Part:
    files: Files
    path: str
    data: bytes

    @classmethod
    def root(cls, data: bytes) -> Part:
        """What the links of a package begin with. Raises ``ReadError``: corrupt, encrypted, too_large."""
        return cls(Files(data), "", b"")

    def part(self, path: str) -> Part | None:
        """Another part of the package, by its path from the root."""
        return Part(self.files, path, self.files.bytes(path)) if self.files.has(path) else None

    @cached_property
    def links(self) -> dict[str, tuple[str, str]]:
        """Kind and path of what the part names, by the name of the link; what lies outside the package is left out."""
        folder, name = posixpath.split(self.path)
        links = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        said = [] if links is None else [e.attrib for e in parse_xml(links.data, "the links between parts") if local(e) == "Relationship"]
        return {
            str(link.get("Id")): (str(link.get("Type")), self.files.inside(folder, str(link.get("Target", ""))))
            for link in said if link.get("TargetMode") != "External"
        }

    def linked(self, kind: str) -> Iterator[Part]:
        """The parts of a kind that this one names."""
        yield from (part for said, path in self.links.values() if said.endswith("/" + kind) and (part := self.part(path)) is not None)

    def at(self, link: str | None) -> Part | None:
        """The part that a link leads to; None where it leads nowhere."""
        _, path = self.links.get(link or "", ("", ""))
        return self.part(path)
