"""``gongkai sources``: the registry of government sites."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from etl.settings import Settings
from gongkai.console import progress, table
from gongkai.crawling import own_signals
from gongkai.errors import Problem
from gongkai.options import CRAWLING, PathArgument, with_settings

if TYPE_CHECKING:
    from crawler.registry import Card
    from crawler.seen import Seen

#: Pages that a test holds the reading against, in a source checkout.
SAVED = Path(__file__).resolve().parents[2] / "tests" / "crawler" / "saved"


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
@click.option("--online", is_flag=True, help="Ask each site for its entry page, too. 同时访问各站点入口页。")
@with_settings(*CRAWLING)
def check_command(settings: Settings, files: tuple[Path, ...], online: bool) -> None:
    """Check the whole registry, or single card files: is every card right, may its site be asked, and, with --online, does
    its entry page name the reports it should.

    检查登记卡是否正确、网址是否允许访问；加 --online 还会访问入口页，核对报告数量。
    """
    from crawler.network.guard import Guard, Refused
    from crawler.registry import load_registry, read_cards

    cards = [card for file in files for card in read_cards(file)] if files else list(load_registry(settings.sources))
    guard = Guard(settings.allow_hosts)
    wrong: list[tuple[str, str]] = []
    for card in cards:
        try:
            guard.check_url(card.url)
        except Refused as error:
            wrong.append((card.id, str(error)))
    click.echo(f"{len(cards)} 张登记卡 cards, {len(wrong)} 不可访问 refused")
    if online:
        refused = {name for name, _ in wrong}
        wrong += _look_round(settings, [card for card in cards if card.id not in refused])
    if wrong:
        table("请查看 to look at", ("编号 id", "说明 what"), wrong)
        raise Problem(f"card {wrong[0][0]}: {wrong[0][1]}")


def _look_round(settings: Settings, cards: list[Card]) -> list[tuple[str, str]]:
    """What stands at the entries of the cards: shown as a table; what is wrong with them is returned."""
    from crawler.seen import doubts

    seen = look_at(settings, cards)
    rows = [(s.source_id, s.status, s.platform, f"{s.reports}{'+' if s.goes_on else ''}", s.url) for s in seen]
    table("入口页 entry pages", ("编号 id", "状态 status", "平台 platform", "报告 reports", "网址 url"), rows)
    by_id = {card.id: card for card in cards}
    return [(s.source_id, doubt) for s in seen for doubt in doubts(by_id[s.source_id], s)]


@command.command("add")
@click.argument("url")
@click.option("--id", metavar="ID", help="Identifier, unique and stable; made from the address when left out. 编号，不填则由网址生成。")
@click.option("--name", help="The authority; leave out when the site publishes for many. 机关名称；多机关网站不填。")
@click.option("--region-code", metavar="CODE", help="Code of the division (GB/T 2260). 行政区划代码。")
@click.option("--level", help="Tier of the authority. 级别。")
@click.option("--platform", help="Publishing system; detected when left out. 发布系统，不填则自动识别。")
@click.option("--min-reports", type=click.IntRange(0), metavar="N", help="Fewer is an alarm. 少于此数则报警。")
@click.option("--javascript", is_flag=True, help="Only scripts draw its pages: read them in Chromium. 页面仅由脚本生成，用 Chromium 读取。")
@click.option("--file", default="local.yaml", show_default=True, metavar="NAME", help="Card file to add to. 写入的文件。")
@click.option("--offline", is_flag=True, help="Do not look at the site first. 不先访问网站。")
@click.option(
    "--save-page", "pages", metavar="DIR", type=PathArgument(file_okay=False),
    help="Keep the entry page in DIR, for a test; for the shipped registry, tests/crawler/saved. 把入口页存入 DIR，供测试使用。",
)
@with_settings(*CRAWLING)
def add_command(
    settings: Settings, url: str, file: str, offline: bool, javascript: bool, pages: Path | None, **given: str | int | None
) -> None:
    """Look at the site at URL, propose a card for it, and add the card to the registry, which is checked with it.

    What the options say outranks what was seen.

    访问 URL，据所见生成登记卡，与整个登记一起检查后写入；选项优先于所见内容。
    """
    from crawler.network.guard import Guard
    from crawler.registry import SHIPPED, Card, Quirks, add_card
    from crawler.seen import propose, save_page

    Guard(settings.allow_hosts).check_url(url)
    stated: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if javascript:
        stated["quirks"] = {"javascript": True}
    seen = None
    if not offline:
        (seen,) = look_at(settings, [Card(id="new", url=url, quirks=Quirks(javascript=javascript))])
        if seen.fault:
            raise Problem(f"{url}: {seen.message or seen.fault}; --offline adds the card all the same")
        click.echo(f"{url}: 平台 platform {seen.platform}, 报告 reports {seen.reports}")
    card = {**propose(url, seen), **stated}
    click.echo(f"{card['id']} → {add_card(settings.sources or SHIPPED, file, card)}")
    if pages is None and settings.sources is None and SAVED.parent.is_dir():
        pages = SAVED
    if pages is not None and seen is not None:
        saved = save_page(pages, str(card["id"]), seen)
        click.echo(f"{card['id']} → {saved}")
        click.echo(f"测试失败，直到有人核对 fails until a person has reviewed {saved / 'expected.json'}: pytest tests/crawler/test_look.py -k {card['id']}")


def look_at(settings: Settings, cards: list[Card]) -> list[Seen]:
    """Asks the entry of each card once, as a run of its own."""
    from crawler.look import look
    from gongkai.session import writing

    with writing(settings, "look") as run, progress("访问 looking", counted=False), own_signals():
        seen = look(settings, cards, run_id=run.run_id)
        faults = {s.source_id: s.fault for s in seen if s.fault}
        run.summary = {"sources": len(seen), "faults": faults}
        if faults:
            run.attention = f"{len(faults)} of {len(seen)} sources could not be read"
    return seen
