"""Decompression with a bound: a small answer that unpacks to a huge one is dropped while it unpacks."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response


class BoundedCompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's, but an overflow becomes an empty answer with the flag ``too_large``, so that it is recorded."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        try:
            return super().process_response(request, response)
        except IgnoreRequest:
            return response.replace(body=b"", flags=[*response.flags, "too_large"])
        except (OSError, EOFError, ValueError) as error:
            # Declared compressed and is not, or is torn: the bytes as they came are still evidence.
            return response.replace(flags=[*response.flags, f"encoding: {error}"])
