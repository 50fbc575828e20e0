"""Why a file could not be read. One exception for all readers, with a kind that is part of the contract."""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal[
    "encrypted",        # needs a password
    "corrupt",          # the bytes break off or contradict themselves
    "empty",            # no bytes, or nothing but white space
    "unsupported",      # a format nobody here reads
    "too_large",        # over a limit of size, pages, cells or expansion
    "not_a_report",     # readable, but no annual report on information disclosure
    "needs_ocr",        # pictures of text, and the OCR extra is not installed
    "needs_office",     # an office format, and the converter is not installed
    "unreadable_font",  # text whose font maps to no characters, or to other digits than it shows
    "timeout",          # over the time limit
    "memory",           # over the memory limit
    "crashed",          # the reading process died
    "missing",          # no such file, or none that may be read
]
KINDS: tuple[str, ...] = get_args(Kind)


class ReadError(Exception):
    """A file that cannot be read, with its :data:`Kind` and one clear sentence for the user."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message

    def __reduce__(self):  # crosses process boundaries whole
        return type(self), (self.kind, self.message)
