from __future__ import annotations

from pathlib import Path

import pytest

from crawler.registry import Card, RegistryError, load_registry, select


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_card_needs_only_id_and_address(tmp_path: Path) -> None:
    (card,) = load_registry(write(tmp_path, a="- {id: shili, url: 'http://www.shili.gov.cn/'}"))
    assert card == Card(id="shili", url="http://www.shili.gov.cn/")
    assert (card.schedule, card.name, card.platform, card.min_reports) == ("season", None, None, None)


def test_every_field(tmp_path: Path) -> None:
    (card,) = load_registry(write(tmp_path, a="""
- id: shili
  url: https://www.shili.gov.cn/zfxxgk/
  name: 示例县人民政府
  region_code: 990121
  level: county
  platform: trs
  min_reports: 5
  schedule: weekly
  quirks: {hosts: [czj.shili.gov.cn], delay: 12, legacy_tls: true}
  note: 示例
"""))
    assert card.region_code == "990121"  # unquoted digits are still a code
    assert card.quirks.delay == 12


@pytest.mark.parametrize(("text", "words"), [
    ("- {id: a, url: 'http://a.gov.cn/', plattform: trs}", ["a.yaml", "card a", "plattform", "unknown"]),
    ("- {id: a}", ["a.yaml", "card a", "url is missing"]),
    ("- {url: 'http://a.gov.cn/'}", ["a.yaml", "card 1", "id is missing"]),
    ("- {id: a, url: 'ftp://a.gov.cn/'}", ["card a", "url", "http"]),
    ("- {id: a, url: 'http://a.gov.cn/', level: village}", ["card a", "level", "township"]),
    ("- {id: a, url: 'http://a.gov.cn/', platform: wordpress}", ["card a", "platform", "trs"]),
    ("- {id: a, url: 'http://a.gov.cn/', region_code: '12'}", ["card a", "region_code"]),
    ("- {id: a, url: 'http://a.gov.cn/', min_reports: -1}", ["card a", "min_reports"]),
    ("- {id: A B, url: 'http://a.gov.cn/'}", ["id"]),
    ("- {id: a, url: 'http://a.gov.cn/'}\n- {id: a, url: 'http://b.gov.cn/'}", ["id a", "already"]),
    ("- just text", ["a.yaml", "card 1", "mapping"]),
    ("id: a", ["a.yaml", "list"]),
    ("- {id: a", ["a.yaml", "YAML", "line"]),
])
def test_a_wrong_registry_is_refused_in_one_sentence(tmp_path: Path, text: str, words: list[str]) -> None:
    write(tmp_path, a=text, b="- {id: good, url: 'http://good.gov.cn/'}")
    with pytest.raises(RegistryError) as caught:
        load_registry(tmp_path)
    message = str(caught.value)
    assert "\n" not in message
    assert all(word in message for word in words), message


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    write(tmp_path, one="- {id: a, url: 'http://a.gov.cn/'}", two="- {id: a, url: 'http://b.gov.cn/'}")
    with pytest.raises(RegistryError, match=r"two\.yaml.*one\.yaml"):
        load_registry(tmp_path)


def test_a_folder_without_cards(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no registry cards"):
        load_registry(tmp_path)
    with pytest.raises(RegistryError, match="no folder"):
        load_registry(tmp_path / "absent")
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\xc4")
    with pytest.raises(RegistryError, match="UTF-8"):
        load_registry(tmp_path)


def test_choosing() -> None:
    cards = [Card(id=i, url="http://a.gov.cn/") for i in ("a", "b", "c")]
    assert [c.id for c in select(cards, ["c", "a"])] == ["a", "c"]
    assert len(select(cards, [])) == 3
    with pytest.raises(RegistryError, match="x, y"):
        select(cards, ["a", "x", "y"])
