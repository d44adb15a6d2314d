from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from radio.audio.clip import duration_ms
from radio.errors import ConfigError, VoiceError
from radio.voices import Cached, VoiceOptions, available, open_voice

PLUGIN = """
import dataclasses
from radio.voices.tone import Tone

class Robot(Tone):
    engine = "robot"
    online = True

def plain(options):
    return Tone(options)
"""
ENTRY_POINTS = """[radio.voices]
robot = robot_voice:Robot
plain = robot_voice:plain
lost = robot_voice:Nobody
neural = robot_neural:Voice [neural]
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A distribution of somebody else's, as pip would install it."""
    (tmp_path / "robot_voice.py").write_text(PLUGIN, "utf-8")
    (tmp_path / "robot_neural.py").write_text("import library_that_is_not_there\n", "utf-8")
    info = tmp_path / "robot_voices-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: robot-voices\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(ENTRY_POINTS, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)


def test_the_built_in_voices_are_ready() -> None:
    found = {info.name: info for info in available()}
    assert {"espeak", "gtts", "tone"} <= set(found)
    assert all(found[name].ready for name in ("espeak", "gtts", "tone"))
    assert "north, central, south" in found["espeak"].detail
    assert "online" in found["gtts"].detail


def test_an_unknown_voice_is_named_with_what_there_is() -> None:
    with pytest.raises(VoiceError, match=r"voice 'parrot': is unknown; choose one of: .*espeak.*gtts.*tone"):
        open_voice("parrot", VoiceOptions())


def test_a_name_may_carry_a_variant() -> None:
    assert open_voice("espeak:f3", VoiceOptions()).name == "espeak vi-vn-x-south+f3"
    assert open_voice("espeak", VoiceOptions(variant="m3")).name == "espeak vi-vn-x-south+m3"


@pytest.mark.parametrize("name", ["espeak", "gtts", "tone"])
def test_an_engine_refuses_settings_that_it_does_not_know(name: str) -> None:
    with pytest.raises(ConfigError, match=f"voices.{name}.wings: is unknown"):
        open_voice(name, VoiceOptions(extra={"wings": "2"}))


@pytest.mark.usefixtures("plugin")
class TestPlugin:
    def test_enters_by_the_same_door(self) -> None:
        assert open_voice("plain", VoiceOptions()).speak("xin chào").words

    def test_rate_and_pitch_work_though_it_knows_neither(self) -> None:
        normal = open_voice("plain", VoiceOptions()).speak("xin chào các bạn")
        quick = open_voice("plain", VoiceOptions(rate=2.0, pitch=60)).speak("xin chào các bạn")
        assert duration_ms(quick) == pytest.approx(duration_ms(normal) / 2, abs=1)

    def test_is_listed_even_if_it_says_nothing_about_itself(self) -> None:
        found = {info.name: info for info in available()}
        assert found["robot"].detail == "beeps for tests and drafts, offline"
        assert (found["plain"].ready, found["plain"].detail) == (True, "from robot-voices")

    def test_is_cached_if_it_is_online(self, tmp_path: Path) -> None:
        options = VoiceOptions(cache_dir=tmp_path / "kept")
        assert isinstance(open_voice("robot", options), Cached)
        assert not isinstance(open_voice("robot", VoiceOptions()), Cached)
        assert not isinstance(open_voice("tone", options), Cached)

    def test_a_missing_library_names_the_extra(self) -> None:
        remedy = "run: pip install 'robot-voices[neural]'"
        with pytest.raises(VoiceError, match="library_that_is_not_there") as caught:
            open_voice("neural", VoiceOptions())
        assert caught.value.remedy == remedy
        info = next(info for info in available() if info.name == "neural")
        assert not info.ready
        assert info.detail == f"needs the library library_that_is_not_there, which is not installed; {remedy}"

    def test_an_entry_point_to_nothing(self) -> None:
        with pytest.raises(VoiceError, match="voice 'lost': is not to be found at robot_voice:Nobody"):
            open_voice("lost", VoiceOptions())
        assert not next(info for info in available() if info.name == "lost").ready


def test_importing_the_command_line_loads_no_engine() -> None:
    code = """
import importlib, pkgutil, sys
import radio.cli, radio.voices
for module in pkgutil.iter_modules(radio.cli.__path__):
    importlib.import_module(f"radio.cli.{module.name}")
print({"gtts", "espeakng_loader", "edge_tts", "aiohttp", "piper", "onnxruntime"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
