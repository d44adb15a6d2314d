"""station.toml: every wrong key is named."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.errors import ConfigError, OutputError
from radio.presenters import Presenter
from radio.settings import load, write_template
from radio.speech import Reading
from radio.station import Pauses, Podcast, Station, parse


def test_nothing_set_is_the_defaults() -> None:
    assert parse("", "station.toml") == Station()


def test_settings_are_read() -> None:
    station = parse(
        'name = "Đài Tháp Mười"\nvoice = ["gtts", "espeak"]\naccent = "north"\nloudness = -23\n'
        '[pause]\nsentence = 200\n[voices.gtts]\ntld = "com.vn"\nthreads = 2\n',
        "station.toml",
    )
    assert station.name == "Đài Tháp Mười"
    assert station.voice == ("gtts", "espeak")
    assert station.loudness == -23
    assert station.pause == Pauses(sentence=200)
    assert station.voices == {"gtts": {"tld": "com.vn", "threads": "2"}}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("colour = 1", "colour"),
        ('voice = "espeak"', "voice"),
        ("voice = []", "voice"),
        ("voice = [1]", "voice"),
        ("name = 5", "name"),
        ('accent = "tây"', "accent"),
        ('loudness = "-16"', "loudness"),
        ("loudness = 3", "loudness"),
        ("loudness = true", "loudness"),
        ("loudness = nan", "loudness"),
        ("bitrate = 100", "bitrate"),
        ("read_title = 1", "read_title"),
        ('language = "en"', "language"),
        ("pause = 3", "pause"),
        ("presenter = 3", "presenter"),
        ('[presenter]\nlabel = "MC"', "presenter"),
        ("[[presenter]]\nlabel = 3", "presenter 1.label"),
        ("[[presenter]]\n[[presenter]]\nrate = 9", "presenter 2.rate"),
        ("[[presenter]]\npitch = 1.5", "presenter 1.pitch"),
        ("[[presenter]]\nvoice = []", "presenter 1.voice"),
        ('[[presenter]]\nwings = "2"', "presenter 1.wings"),
        ("quote_voice = 3", "quote_voice"),
        ('[quote_voice]\naccent = "tây"', "quote_voice.accent"),
        ('alternate = "word"', "alternate"),
        ("cache_mb = 0", "cache_mb"),
        ("[pause]\nsentence = -1", "pause.sentence"),
        ("[pause]\nsentence = 1.5", "pause.sentence"),
        ("[pause]\ncomma = 1", "pause.comma"),
        ("[reading]\nfour = 4", "reading"),
        ("[voices]\ngtts = 1", "voices"),
        ("[voices.gtts]\nx = [1]", "voices"),
    ],
)
def test_what_is_wrong_is_named(text: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text, "đài/station.toml")
    assert caught.value.subject == f"đài/station.toml: {key}"
    assert caught.value.remedy


def test_presenters_are_read() -> None:
    station = parse(
        'alternate = "story"\nquote_voice = "gtts"\n'
        '[[presenter]]\nlabel = "PTV nữ"\nvoice = ["gtts", "espeak:f3"]\n'
        '[[presenter]]\nvoice = "espeak"\nvariant = "m3"\naccent = "north"\nrate = 1.1\npitch = 40\n',
        "station.toml",
    )
    assert station.presenter == (
        Presenter("PTV nữ", ("gtts", "espeak:f3")),
        Presenter(voice=("espeak",), variant="m3", accent="north", rate=1.1, pitch=40),
    )
    assert station.quote_voice == Presenter(voice=("gtts",))
    assert station.alternate == "story"


def test_what_is_not_toml_names_the_line() -> None:
    with pytest.raises(ConfigError, match="line 2"):
        parse('name = "a"\nvoice = = 1', "station.toml")


@given(st.text())
def test_any_text_is_a_station_or_an_error(text: str) -> None:
    try:
        parse(text, "station.toml")
    except ConfigError as error:
        assert error.problem


def test_the_template_is_the_defaults_and_names_every_setting(tmp_path: Path) -> None:
    written = write_template(tmp_path)
    found = load(written)
    assert found.station == Station(voice=("espeak",))
    template = resources.files("radio").joinpath("station.template.toml").read_text("utf-8")
    for name in [*Station.__dataclass_fields__, *Pauses.__dataclass_fields__]:
        assert name in template
    asked = "\n".join(line.removeprefix("# ") for line in template.partition("# [podcast]")[2].splitlines())
    assert tomllib.loads(asked).keys() >= set(Podcast.__dataclass_fields__)
    with pytest.raises(OutputError, match="there is one already"):
        write_template(tmp_path)


@pytest.mark.parametrize(("key", "value"), [("thousand", "vạn"), ("five", "năm")])
def test_a_reading_that_is_none_is_named(key: str, value: str, tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text(f'[reading]\n{key} = "{value}"\n', "utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert caught.value.subject == f"{path}: reading.{key}"


def test_a_reading_is_read(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text('[reading]\nthousand = "ngàn"\nzero_tens = "lẻ"\n', "utf-8")
    assert load(tmp_path).reading == Reading(thousand="ngàn", zero_tens="lẻ")


def test_where_settings_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load().path is None
    (tmp_path / "station.toml").write_text('name = "Đài A"', "utf-8-sig")
    assert load().station.name == "Đài A"
    assert load(tmp_path).station.name == "Đài A"
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "other.toml")
    (tmp_path / "station.toml").write_bytes("name = 'Đài'".encode("utf-16"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load()


def test_the_podcasts_channel() -> None:
    station = parse(
        '[podcast]\nbase_url = "https://a.vn/p/"\nhosts = ["Y Moan Ênuôl"]\nexplicit = false\nlimit = 5\n',
        "s",
    )
    assert station.podcast.base_url == "https://a.vn/p/"
    assert station.podcast.hosts == ("Y Moan Ênuôl",)
    assert station.podcast.limit == 5


@pytest.mark.parametrize(
    "line", ['base_url = "a.vn"', "limit = -1", "hosts = []", 'explicit = "no"', "covre = 1", "title = 1"]
)
def test_a_wrong_setting_of_the_channel_is_named(line: str) -> None:
    with pytest.raises(ConfigError, match=rf"s: podcast\.{line.split(maxsplit=1)[0]}"):
        parse(f"[podcast]\n{line}\n", "s")
