"""``gongkai sources``: the registry of government sites."""

from __future__ import annotations

from pathlib import Path

import click

from etl.settings import Settings
from gongkai.console import table
from gongkai.errors import Problem
from gongkai.options import with_settings


@click.group("sources", short_help="The registry of government sites. 站点登记。")
def command() -> None:
    """The registry of government sites: list, check, add.

    政府网站登记：列出、检查、添加。
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines. 输出 JSON Lines。")
@with_settings("sources")
def list_command(settings: Settings, as_json: bool) -> None:
    """List the cards.

    列出登记卡。
    """
    from crawler.registry import load_registry

    cards = load_registry(settings.sources)
    if as_json:
        for card in cards:
            click.echo(card.model_dump_json(exclude_defaults=True))
        return
    columns = ("编号 id", "机关 name", "级别 level", "平台 platform", "网址 url")
    table(f"站点 sources ({len(cards)})", columns, [(c.id, c.name, c.level, c.platform, c.url) for c in cards])


@command.command("check")
@click.argument("files", metavar="[FILE]…", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_settings("sources", "allow_hosts")
def check_command(settings: Settings, files: tuple[Path, ...]) -> None:
    """Check the whole registry, or single card files, and say for each card whether its site may be asked. Asks nothing.

    检查登记卡是否正确、网址是否允许访问；不访问网络。
    """
    from crawler.guard import Guard, Refused
    from crawler.registry import load_registry, read_cards

    cards = [card for file in files for card in read_cards(file)] if files else list(load_registry(settings.sources))
    guard = Guard(settings.allow_hosts)
    refused = []
    for card in cards:
        try:
            guard.check_url(card.url)
        except Refused as error:
            refused.append((card.id, str(error)))
    click.echo(f"{len(cards)} 张登记卡 cards, {len(refused)} 不可访问 refused")
    if refused:
        table("不可访问 refused", ("编号 id", "原因 reason"), refused)
        raise Problem(f"card {refused[0][0]}: {refused[0][1]}")


@command.command("add")
@click.argument("url")
@click.option("--id", "source_id", required=True, metavar="ID", help="Identifier, unique and stable. 编号，唯一且不变。")
@click.option("--name", help="The authority; leave out when the site publishes for many. 机关名称；多机关网站不填。")
@click.option("--region-code", metavar="CODE", help="Code of the division (GB/T 2260). 行政区划代码。")
@click.option("--level", help="Tier of the authority. 级别。")
@click.option("--platform", help="Publishing system; detected when left out. 发布系统，不填则自动识别。")
@click.option("--min-reports", type=click.IntRange(0), metavar="N", help="Fewer is an alarm. 少于此数则报警。")
@click.option("--file", "file", metavar="NAME", default="local.yaml", show_default=True, help="Card file to add to. 写入的文件。")
@with_settings("sources", "allow_hosts")
def add_command(settings: Settings, url: str, source_id: str, file: str, **given: str | int | None) -> None:
    """Add a card for the site at URL, after the registry was checked with it.

    为 URL 添加一张登记卡，先与整个登记一起检查。
    """
    from crawler.guard import Guard
    from crawler.registry import SHIPPED, add_card

    Guard(settings.allow_hosts).check_url(url)
    card = {"id": source_id, "url": url, **{key: value for key, value in given.items() if value is not None}}
    click.echo(f"{source_id} → {add_card(settings.sources or SHIPPED, file, card)}")

