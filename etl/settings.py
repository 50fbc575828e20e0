"""Every setting, in one place: its name, its meaning, its default, and how its text is read.

A setting comes from, in rising order of rank: its default, the TOML file named by ``GONGKAI_CONFIG`` (keys are the
names of the fields), the environment (``GONGKAI_`` + the name in capitals), a flag of the command line.
"""

from __future__ import annotations

import difflib
import ipaddress
import math
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, cast

PREFIX = "GONGKAI_"
CONFIG = "GONGKAI_CONFIG"


class SettingsError(ValueError):
    """A setting with a value that cannot be used; the text is one sentence that names both."""


_SIZES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


def _text(value: Any) -> str:
    if not isinstance(value, str | os.PathLike) or not str(value).strip():
        raise ValueError("a text that is not empty")
    return str(value).strip()


def _path(value: Any) -> Path:
    return Path(_text(value)).expanduser()


def _folder(value: Any) -> Path:
    path = _path(value)
    if not path.is_dir():
        raise ValueError("a folder that is there")
    return path


def _store(value: Any) -> str:
    text = _text(value)
    return text if "://" in text else str(Path(text).expanduser())


def _number(least: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        number = math.nan
        if not isinstance(value, bool):
            try:
                number = float(value)
            except (TypeError, ValueError):
                number = math.nan
        if not (math.isfinite(number) and number >= least):
            raise ValueError(f"a number of at least {least:g}")
        return number

    return read


def _count(value: Any) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,4}", str(value).strip()) or int(value) < 1:
        raise ValueError("a whole number from 1 to 9999")
    return int(value)


def _size(value: Any) -> int:
    match = re.fullmatch(r"([0-9]{1,18}) *([KMGT]?)(?:i?B)?", str(value).strip(), re.IGNORECASE)
    size = int(match[1]) * _SIZES[match[2].upper()] if match and not isinstance(value, bool) else 0
    if size < 1:
        raise ValueError("a size such as 500M or 2G, or a number of bytes")
    return size


def _hosts(value: Any) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise ValueError("a list of hosts and networks, parted by commas")
    hosts = tuple(part.strip().lower() for part in parts if part.strip())
    for host in hosts:
        if re.search(r"[\s@?#]|//", host):
            raise ValueError(f"a list of hosts and networks, parted by commas, and {host!r} is neither")
        if "/" in host:
            try:
                ipaddress.ip_network(host)
            except ValueError:
                raise ValueError(f"a list of hosts and networks, parted by commas, and {host!r} is neither") from None
    return hosts


def _window(value: Any) -> str:
    text = _text(value).lower()
    hours = re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", text)
    if text != "any" and (not hours or text[:5] == text[6:]):
        raise ValueError("two times such as 00:30-05:30, or any")
    return text


def _addresses(value: Any) -> tuple[str, ...]:
    parts = value.split() if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise ValueError("a list of addresses, parted by spaces")
    return tuple(part.strip() for part in parts if part.strip())


def _one_of(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(" or ".join(choices))
        return str(value)

    return read


def _about(read: Callable[[Any], Any], shown: str, english: str, chinese: str) -> dict[str, Any]:
    return {"read": read, "default": shown, "en": english, "zh": chinese}


@dataclass(frozen=True)
class Settings:
    """All settings of one command. Sizes are in bytes, times in seconds. Made by :func:`load_settings`."""

    home: Path = field(default=Path("data"), metadata=_about(
        _path, "`./data`",
        "Folder of the archive, the database, the releases and the state of runs.",
        "数据目录：原件库、数据库、发布版本和运行状态都在其中。"))
    archive: str = field(default="", metadata=_about(
        _store, "`$GONGKAI_HOME/archive`",
        "Where original files are kept: a folder, or any address that fsspec knows (`s3://bucket/path`).",
        "原件库位置：目录，或 fsspec 支持的任意地址（如 `s3://bucket/path`）。"))
    database: Path = field(default=Path(), metadata=_about(
        _path, "`$GONGKAI_HOME/gongkai.db`", "The SQLite file.", "SQLite 数据库文件。"))
    releases: Path = field(default=Path(), metadata=_about(
        _path, "`$GONGKAI_HOME/releases`", "Folder of the published dataset.", "开放数据集的发布目录。"))
    sources: Path | None = field(default=None, metadata=_about(
        _folder, "the shipped cards",
        "Folder of registry cards that replaces the shipped ones.",
        "站点登记卡目录，替换自带的登记卡。"))
    allow_hosts: tuple[str, ...] = field(default=(), metadata=_about(
        _hosts, "none",
        "Hosts or networks outside `.gov.cn` that may be asked, parted by commas; for local test sites.",
        "允许访问的 `.gov.cn` 以外的主机或网段，用逗号分隔；供本地测试站点使用。"))
    delay: float = field(default=5.0, metadata=_about(
        _number(0), "`5`", "Seconds between two requests to one host.", "同一主机两次请求之间的秒数。"))
    contact: str | None = field(default=None, metadata=_about(
        _text, "none",
        "Mail address or page named in the user agent, so that a site can reach you.",
        "写入用户代理（User-Agent）的联系方式，方便网站联系。"))
    host_budget: int = field(default=200, metadata=_about(
        _count, "`200`", "Requests to one host in one night.", "每个主机每夜最多请求次数。"))
    window: str = field(default="00:30-05:30", metadata=_about(
        _window, "`00:30-05:30`",
        "Hours (Beijing time) in which a nightly run asks real sites; `any` for all day. Other commands ask at any time.",
        "每夜运行访问真实网站的时段（北京时间），`any` 表示全天；其他命令不受限制。"))
    fetch_timeout: float = field(default=60.0, metadata=_about(
        _number(0.1), "`60`", "Seconds that one answer may take, however slowly it drips.", "单次请求的时限（秒）。"))
    source_timeout: float = field(default=7200.0, metadata=_about(
        _number(1), "`7200`", "Seconds that one site may take in one run.", "单个站点每次运行的时限（秒）。"))
    chromium: str | None = field(default=None, metadata=_about(
        _text, "the `chromium` on the path",
        "Browser for the sites whose card says that only scripts draw their pages. Needs the extra `browser`.",
        "用于仅由脚本生成页面的网站的浏览器（需要安装 `browser` 附加依赖）。"))
    workers: int = field(default_factory=lambda: os.cpu_count() or 1, metadata=_about(
        _count, "the number of processors", "Processes that read files.", "读取文件的进程数。"))
    read_timeout: float = field(default=300.0, metadata=_about(
        _number(1), "`300`", "Seconds that reading one file may take; a scan takes some ten a page.",
        "读取单个文件的时限（秒）；扫描件每页约需十秒。"))
    read_memory: int = field(default=2 << 30, metadata=_about(
        _size, "`2G`", "Memory that reading one file may take.", "读取单个文件的内存上限。"))
    max_bytes: int = field(default=100 << 20, metadata=_about(
        _size, "`100M`", "Longest file that is read at all.", "可读取文件的最大长度。"))

    notify: tuple[str, ...] = field(default=(), metadata=_about(
        _addresses, "none",
        "Whom `nightly` tells how it ended: addresses as Apprise writes them, parted by spaces (`jsons://host/hook`, "
        "`mailtos://user:password@host?to=me@host`, `wecombot://key`, `dingtalk://token`, `feishu://token`).",
        "`nightly` 结束后通知谁：Apprise 格式的地址，用空格分隔（Webhook、邮件、企业微信、钉钉、飞书等）。"))
    notify_when: str = field(default="attention", metadata=_about(
        _one_of("attention", "always"), "`attention`",
        "`attention`: only when a run failed or something must be looked at; `always`: after every run.",
        "`attention`：仅在失败或需要查看时通知；`always`：每次都通知。"))

    redis_url: str | None = field(default=None, metadata=_about(
        _text, "none",
        "Address of a Redis (`redis://host:6379/0`) through which several machines share one crawl. Needs the extra `cluster`.",
        "Redis 地址；多台机器通过它共同完成一次采集（需要安装 `cluster` 附加依赖）。"))
    lease: float = field(default=60.0, metadata=_about(
        _number(1), "`60`",
        "Seconds after which the work of a worker that fell silent is given to another one.",
        "工作进程失去响应多少秒后，其任务转交他人。"))

    @property
    def lock_file(self) -> Path:
        """Held by the one run that may write."""
        return self.home / "run.lock"


FIELDS: tuple[Field[Any], ...] = fields(Settings)
NAMES: tuple[str, ...] = tuple(item.name for item in FIELDS)


_PLACES = ("home", "archive", "database", "releases", "sources")


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def _read(item: Field[Any], value: Any, where: str) -> Any:
    try:
        return item.metadata["read"](value)
    except ValueError as error:
        raise SettingsError(f"{where} must be {error}, not {value!r}") from None


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{CONFIG}: cannot read {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{CONFIG}: {path} is no TOML file: {error}") from None
    for name in values:
        if name not in NAMES:
            raise SettingsError(f"{path}: unknown setting {name!r}{_nearest(name, NAMES)}")
    found = {}
    for item in FIELDS:
        if item.name in values:
            value = values[item.name]
            # A path in a file is meant from where the file stands, not from where the command happens to run.
            if item.name in _PLACES and isinstance(value, str) and value.strip() and "://" not in value:
                value = str(path.parent / Path(value.strip()).expanduser())
            found[item.name] = _read(item, value, f"{path}: {item.name}")
    return found


def _nearest(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def unknown_variables(env: Mapping[str, str] = os.environ) -> list[str]:
    """One sentence for each ``GONGKAI_*`` variable that no setting has, most likely a slip of the pen."""
    known = (CONFIG, *map(variable, NAMES))
    return [
        f"the environment variable {name} is no setting of gongkai{_nearest(name, known)}"
        for name in sorted(env) if name.startswith(PREFIX) and name not in known
    ]


def load_settings(env: Mapping[str, str] = os.environ, **flags: Any) -> Settings:
    """Reads the settings of a command; ``flags`` that are None count as not given, ``config`` names the TOML file.

    A variable set to the empty string counts as not set. Raises :class:`SettingsError`.
    """
    config = flags.pop("config", None) or env.get(CONFIG, "").strip()
    values = _from_file(Path(config).expanduser()) if config else {}
    for item in FIELDS:
        name = variable(item.name)
        if env.get(name, "").strip():
            values[item.name] = _read(item, env[name], name)
        if flags.get(item.name) is not None:
            values[item.name] = _read(item, flags[item.name], "--" + item.name.replace("_", "-"))
    for name in flags:
        if name not in NAMES:
            raise TypeError(f"no setting is called {name!r}")
    settings = Settings(**values)
    beneath = {"archive": settings.home / "archive", "database": settings.home / "gongkai.db",
               "releases": settings.home / "releases"}
    for name, path in beneath.items():
        if name not in values:
            settings = replace(settings, **{name: cast(Any, str(path) if name == "archive" else path)})
    return settings


def markdown() -> str:
    """The table of all settings, as it stands in the docs."""
    lines = [
        "# Settings / 设置", "",
        "A setting comes from a flag (`--read-timeout 60`), else from the environment, else from the TOML file named by",
        f"`{CONFIG}` or `--config` (`read_timeout = 60`; paths in it are meant from the file's own folder), else it has its",
        "default. Sizes take `K`, `M`, `G`. A wrong value ends a command with one sentence and exit code 2.", "",
        f"设置的优先级从高到低：命令行参数、环境变量、`{CONFIG}`（或 `--config`）指定的 TOML 文件、默认值。", "",
        "| variable 变量 | key 键 | default 默认 | meaning 含义 |", "|---|---|---|---|",
    ]
    for item in FIELDS:
        meta = item.metadata
        lines.append(f"| `{variable(item.name)}` | `{item.name}` | {meta['default']} | {meta['en']} {meta['zh']} |")
    return "\n".join(lines) + "\n"
