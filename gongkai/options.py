"""Flags that many commands share: the settings, and ``--debug``. They may stand before or after the command's name."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from etl.settings import FIELDS, load_settings, unknown_variables

_HELP = {item.name: f"{item.metadata['en']} {item.metadata['zh']}".replace("`", "") for item in FIELDS}
_METAVARS = {
    "home": "DIR", "archive": "URL", "database": "FILE", "releases": "DIR", "sources": "DIR", "allow_hosts": "HOSTS",
    "delay": "SECONDS", "contact": "TEXT", "workers": "N", "read_timeout": "SECONDS", "read_memory": "SIZE",
    "max_bytes": "SIZE", "redis_url": "URL", "lease": "SECONDS", "host_budget": "N", "window": "HH:MM-HH:MM", "fetch_timeout": "SECONDS", "source_timeout": "SECONDS",
}
#: What reading files depends on.
READING = ("workers", "read_timeout", "read_memory", "max_bytes")
#: What crawling depends on.
CRAWLING = ("sources", "allow_hosts", "delay", "contact", "host_budget", "window", "fetch_timeout", "source_timeout", "redis_url", "lease", *READING)


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is not None and value is not False:
        context.find_root().ensure_object(dict)[parameter.name] = value


def _flag(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--" + name.replace("_", "-"), name, metavar=_METAVARS[name], help=_HELP[name], expose_value=False,
        callback=_remember,
    )


def common_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--home``, ``--config`` and ``--debug``."""
    debug = click.option(
        "--debug", is_flag=True, expose_value=False, callback=_remember,
        help="Show tracebacks and more of what happens. 显示出错细节。",
    )
    config = click.option(
        "--config", metavar="FILE", expose_value=False, callback=_remember, help="TOML file of settings. TOML 设置文件。"
    )
    return _flag("home")(config(debug(function)))


def with_settings(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives a command its :class:`~etl.settings.Settings` as first argument, and a flag for each of these settings."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            given = dict(click.get_current_context().find_root().ensure_object(dict))
            given.pop("debug", None)
            for sentence in unknown_variables():
                click.echo(f"gongkai: {sentence}", err=True)
            return function(load_settings(**given), *args, **kwargs)

        decorated = common_options(call)
        for name in reversed(names):
            decorated = _flag(name)(decorated)
        return decorated

    return decorate


PathArgument = functools.partial(click.Path, path_type=Path)
