"""Settings: where they come from, what outranks what, and what is said about a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.settings import NAMES, Settings, SettingsError, load_settings, markdown, unknown_variables, variable

ROOT = Path(__file__).parent.parent


def test_defaults() -> None:
    settings = load_settings({})
    assert settings.home == Path("data")
    assert settings.archive == str(Path("data/archive"))
    assert settings.database == Path("data/gongkai.db")
    assert settings.releases == Path("data/releases")
    assert settings.delay == 5
    assert settings.allow_hosts == ()
    assert settings.sources is None
    assert settings.workers >= 1


def test_home_moves_what_lies_beneath_it() -> None:
    settings = load_settings({"GONGKAI_HOME": "/srv/gongkai"})
    assert settings.database == Path("/srv/gongkai/gongkai.db")
    assert settings.archive == "/srv/gongkai/archive"
    assert settings.lock_file == Path("/srv/gongkai/run.lock")


def test_environment_outranks_the_file_and_a_flag_both(tmp_path: Path) -> None:
    file = tmp_path / "gongkai.toml"
    file.write_text('home = "store"\narchive = "s3://bucket/x"\ndelay = 1.5\nallow_hosts = ["a.example"]\nread_memory = "1G"')
    env = {"GONGKAI_CONFIG": str(file), "GONGKAI_DELAY": "2", "GONGKAI_ALLOW_HOSTS": " 127.0.0.0/8 ,Localhost, "}
    settings = load_settings(env, delay=3.0, workers=None)
    assert settings.delay == 3
    assert settings.allow_hosts == ("127.0.0.0/8", "localhost")
    assert settings.home == tmp_path / "store"
    assert settings.archive == "s3://bucket/x"
    assert settings.read_memory == 1 << 30
    assert load_settings(env).delay == 2
    assert load_settings({}, config=str(file)).delay == 1.5


def test_an_empty_variable_is_not_set() -> None:
    assert load_settings({"GONGKAI_DELAY": "", "GONGKAI_CONFIG": " "}) == load_settings({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("delay", "-1"), ("delay", "fast"), ("delay", "nan"), ("delay", "inf"), ("read_timeout", "0"), ("workers", "0"),
        ("workers", "2.5"), ("workers", "many"), ("read_memory", "lots"), ("read_memory", "-1"), ("max_bytes", "0"),
        ("allow_hosts", "127.0.0.0/99"), ("allow_hosts", "http://a.example"), ("allow_hosts", "a b"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable_and_the_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({variable(name): value})
    message = str(caught.value)
    assert message.startswith(variable(name))
    assert repr(value) in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "word"),
    [("delya = 1", "did you mean 'delay'"), ("delay = ", "no TOML"), ("delay = true", "delay must be"), (None, "cannot read")],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, text: str | None, word: str) -> None:
    file = tmp_path / "gongkai.toml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(SettingsError, match=word):
        load_settings({"GONGKAI_CONFIG": str(file)})


def test_a_slip_in_the_name_of_a_variable_is_noticed() -> None:
    assert unknown_variables({"GONGKAI_HOME": "x", "GONGKAI_CONFIG": "y", "HOME": "z"}) == []
    (sentence,) = unknown_variables({"GONGKAI_DELAI": "1"})
    assert "GONGKAI_DELAI" in sentence
    assert "'GONGKAI_DELAY'" in sentence


def test_every_setting_says_what_it_is_in_both_languages() -> None:
    for item in NAMES:
        meta = Settings.__dataclass_fields__[item].metadata
        assert meta["en"].endswith(".")
        assert meta["zh"].endswith("。")


def test_the_page_of_settings_is_up_to_date() -> None:
    assert (ROOT / "docs" / "settings.md").read_text() == markdown(), "run `make docs`"
