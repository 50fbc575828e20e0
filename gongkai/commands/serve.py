"""``gongkai serve``: the portal over the database."""

from __future__ import annotations

import click

from etl.settings import Settings
from gongkai.options import with_settings


@click.command("serve", short_help="The portal over the database. 启动数据门户。")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on. 监听地址。")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one. 端口，0 表示任选。")
@click.option("--open", "open_browser", is_flag=True, help="Open a browser. 打开浏览器。")
@with_settings("archive", "database")
def command(settings: Settings, host: str, port: int, open_browser: bool) -> None:
    """Serve the portal (Datasette) over the database until Ctrl-C.

    启动数据门户（Datasette），按 Ctrl-C 停止。
    """
    from portal.serve import serve

    serve(settings, host, port, open_browser)
