"""Decompression with a bound: a small answer that unpacks to a huge one is dropped while it unpacks, a torn one is no answer."""

from __future__ import annotations

import zlib
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

_GZIP = b"\x1f\x8b"


class BoundedCompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's, but an overflow becomes an empty answer with the flag ``too_large``, and a torn or broken one with the
    flag ``torn``, so that both are recorded."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        packed = response.body
        try:
            unpacked = super().process_response(request, response)
        except IgnoreRequest:
            return response.replace(body=b"", flags=[*response.flags, "too_large"])
        except (OSError, EOFError, ValueError, zlib.error) as error:
            if packed.startswith(_GZIP):
                return response.replace(body=b"", flags=[*response.flags, "torn"])
            # Declared compressed and is not: the bytes as they came are the answer.
            return response.replace(flags=[*response.flags, f"encoding: {error}"])
        # What could be unpacked of a torn answer would look like a whole page.
        if unpacked.body is not packed and packed.startswith(_GZIP) and not _is_whole(packed):
            return response.replace(body=b"", flags=[*response.flags, "torn"])
        return unpacked


def _is_whole(packed: bytes) -> bool:
    """Whether gzip data ends where it says it does. It was unpacked once already, so its size is within bounds."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacker.decompress(packed)
    except zlib.error:
        return False
    return unpacker.eof
