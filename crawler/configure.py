"""gongkai's settings in Scrapy's words."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from etl.settings import Settings

#: Longest page; files may be as long as the ``max_bytes`` setting says.
MAX_PAGE = 15 << 20


def user_agent(contact: str | None) -> str:
    """Names gongkai and whom to write to; never a browser."""
    try:
        number = version("gongkai")
    except PackageNotFoundError:
        number = "0"
    return f"gongkai/{number} (+{contact})" if contact else f"gongkai/{number}"


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """The part of Scrapy's settings that follows from gongkai's."""
    return {
        "DOWNLOAD_MAXSIZE": settings.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": settings.fetch_timeout,
        "GONGKAI_ALLOW_HOSTS": list(settings.allow_hosts),
        "USER_AGENT": user_agent(settings.contact),
    }
