"""From station.toml to voices: who reads what, and in which order they are trusted."""

from __future__ import annotations

import pytest

from radio.casting import casts, options
from radio.errors import ConfigError, VoiceError
from radio.presenters import Presenter
from radio.produce import Cast
from radio.station import Station, parse


def names(cast: Cast) -> list[str]:
    return [voice.name for voice in cast.voices]


@pytest.mark.parametrize(
    ("station", "expected"),
    [
        ("", [["espeak vi-vn-x-south", "espeak vi-vn-x-south+f3"]]),
        ('voice = ["tone"]', [["tone", "tone pitch 38"]]),
        # At the last without the quoter's own voice, which may be the one that cannot speak.
        (
            'quote_voice = "tone"',
            [["espeak vi-vn-x-south", "tone"], ["espeak vi-vn-x-south", "espeak vi-vn-x-south+f3"]],
        ),
        (
            'voice = ["gtts", "espeak"]\nquote_voice = {voice = "espeak:m3"}',
            [
                ["gtts vi", "espeak vi-vn-x-south+m3"],
                ["espeak vi-vn-x-south", "espeak vi-vn-x-south+m3"],
                ["espeak vi-vn-x-south", "espeak vi-vn-x-south+f3"],
            ],
        ),
        ('accent = "north"\n[voices.espeak]\nvariant = "f5"', [["espeak vi+f5", "espeak vi"]]),
        (
            'voice = ["gtts", "espeak"]',
            [["gtts vi", "gtts vi pitch 38"], ["espeak vi-vn-x-south", "espeak vi-vn-x-south+f3"]],
        ),
        (
            '[[presenter]]\nvariant = "f2"\n[[presenter]]\naccent = "north"',
            [["espeak vi-vn-x-south+f2", "espeak vi", "espeak vi-vn-x-south"]],
        ),
        # Two of whom nothing is said must not sound alike.
        (
            "[[presenter]]\n[[presenter]]",
            [["espeak vi-vn-x-south", "espeak vi-vn-x-south+f3", "espeak vi-vn-x-south+m3"]],
        ),
        # Each has an order of trust; they go over together.
        (
            '[[presenter]]\nvoice = ["gtts", "espeak:f3"]\n[[presenter]]\nvoice = "tone"',
            [
                ["gtts vi", "tone", "gtts vi pitch 38"],
                ["espeak vi-vn-x-south+f3", "tone", "espeak vi-vn-x-south"],
            ],
        ),
    ],
)
def test_casts(station: str, expected: list[list[str]]) -> None:
    assert [names(opened()) for opened in casts(parse(station, "station.toml"))] == expected


def test_the_command_line_s_voice_reads_instead() -> None:
    station = parse('[[presenter]]\nvoice = ["gtts", "espeak:f3"]\nrate = 1.2', "station.toml")
    (opened,) = casts(station, voice="espeak:m3")
    cast = opened()
    assert names(cast)[0] == "espeak vi-vn-x-south+m3"
    assert "wpm=210" in cast.presenters[0].settings


def test_strict_there_is_no_other() -> None:
    assert len(casts(Station(voice=("gtts", "espeak")), strict=True)) == 1


def test_settings_of_a_voice_s_own_table() -> None:
    station = parse('rate = 0.9\n[voices.gtts]\ntld = "com.vn"\nrate = 1.1\npitch = 45', "station.toml")
    found = options("gtts", station)
    assert (found.rate, found.pitch, found.extra) == (1.1, 45, {"tld": "com.vn"})
    assert options("espeak", station).rate == 0.9
    (opened,) = casts(Station(presenter=(Presenter(rate=1.5),), voices=station.voices), voice="gtts")
    assert "rate=1.5" in opened().presenters[0].settings


@pytest.mark.parametrize(
    ("station", "subject"),
    [
        ('[voices.espeak]\nrate = "quick"', "voices.espeak.rate"),
        ("[voices.espeak]\nrate = 9", "rate"),
        ("[voices.espeak]\nwings = 2", "voices.espeak.wings"),
    ],
)
def test_what_is_wrong_in_a_voice_s_table_is_named(station: str, subject: str) -> None:
    with pytest.raises(ConfigError) as caught:
        casts(parse(station, "station.toml"))[0]()
    assert caught.value.subject == subject


def test_a_voice_that_is_not_there_is_an_error_of_its_cast_alone() -> None:
    first, second = casts(Station(voice=("parrot", "tone")))
    with pytest.raises(VoiceError):
        first()
    assert names(second())[0] == "tone"
