"""The way to Redis. Whatever fails on it is a :class:`~crawler.team.ClusterError`."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

from crawler.memory import VERSION
from crawler.team import ClusterError

#: Keys of another version of the memory are not looked at: it costs requests, never data.
PREFIX = f"gongkai:{VERSION}:"
_TIMEOUT = 10.0


class _Explained:
    """Errors as one sentence. What failed stays failed: nobody waits for the same Redis again and again."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"  # without the password
        self.fault: ClusterError | None = None

    @contextlib.contextmanager
    def __call__(self) -> Iterator[None]:
        if self.fault is not None:
            raise self.fault
        try:
            yield
        except redis.exceptions.NoScriptError:
            raise  # redis-py sends the script, then
        except redis.exceptions.RedisError as error:
            self.fault = ClusterError(f"Redis at {self._place} (GONGKAI_REDIS_URL) does not serve: {error}")
            raise self.fault from error


#: A :class:`_Client`. redis-py's types say ``bytes | str`` of every answer, whatever was asked for, so that they are of no use.
Link = Any


class _Client(redis.Redis):
    """What all share of a run goes through this."""

    explained: _Explained

    def execute_command(self, *args: Any, **options: Any) -> Any:
        with self.explained():
            return super().execute_command(*args, **options)

    def pipeline(self, transaction: bool = True, shard_hint: Any = None) -> _Pipeline:
        pipe = _Pipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)
        pipe.explained = self.explained
        return pipe


class _Pipeline(redis.client.Pipeline):
    explained: _Explained

    def execute(self, raise_on_error: bool = True) -> list[Any]:
        with self.explained():
            return super().execute(raise_on_error)


def connect(url: str, retries: int = 6) -> Link:
    """A client for a Redis that answers. Rides out a restart of a few seconds."""
    try:
        link: Link = _Client.from_url(
            url, decode_responses=True, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT,
            retry=Retry(ExponentialBackoff(cap=2, base=0.1), retries),
        )
    except ValueError as error:
        raise ClusterError(f"GONGKAI_REDIS_URL is no address of a Redis: {error}") from None
    link.explained = _Explained(url)
    link.ping()
    return link


def pack(value: Any) -> str:
    """A value as it stands in Redis. Bytes are text of the same code points."""
    return json.dumps(value.decode("latin-1") if isinstance(value, bytes) else value)
