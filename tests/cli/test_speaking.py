"""``radio say``, ``radio voices`` and ``radio cache``."""

from __future__ import annotations

import os
import sys
import wave
from pathlib import Path

import pytest

from radio import ffmpeg
from radio.audio.clip import duration_ms
from tests.cli.conftest import Radio
from tests.voices.translate import Translate, fixed


def test_a_text_is_said(radio: Radio, tmp_path: Path) -> None:
    done = radio("say", "UBND xã họp lúc 8 giờ.")
    assert done.returncode == 0, done.stderr
    spoken, told = done.stdout.splitlines()
    assert spoken.endswith("họp lúc tám giờ.")
    assert told.startswith("say.mp3  0:0")
    assert duration_ms(ffmpeg.decode(tmp_path / "say.mp3", subject="say")) > 1500


def test_into_a_wav_by_another_voice(radio: Radio, tmp_path: Path) -> None:
    done = radio("say", "xin chào", "-o", "a.wav", "--voice", "tone")
    assert done.returncode == 0, done.stderr
    with wave.open(str(tmp_path / "a.wav")) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (48_000, 1)
        assert sound.getnframes() == pytest.approx(400 * 48, abs=48 * 340)


def test_what_is_left_out_is_told(radio: Radio) -> None:
    assert "leaves out “ไทย”" in radio("say", "xin chào ไทย").stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("…",), 3, "has no words"),
        (("xin", "-o", "a.ogg"), 6, "end it in .mp3 or .wav"),
        (("xin", "--voice", "parrot"), 5, "is unknown"),
        (("xin", "--voice", "espeak:zz"), 5, "variant 'zz'"),
    ],
)
def test_what_cannot_be_said(radio: Radio, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = radio("say", *arguments)
    assert done.returncode == code
    (line,) = done.stderr.splitlines()
    assert message in line


def test_voices_are_listed(radio: Radio) -> None:
    listed = radio("voices").stdout
    assert {line.split()[0] for line in listed.splitlines()[2:]} >= {
        "command",
        "edge",
        "espeak",
        "gtts",
        "piper",
    }


def test_each_voice_is_heard_or_says_why_not(radio: Radio, service: Translate, tmp_path: Path) -> None:
    service.usual = fixed(b"", 403)
    (tmp_path / "station.toml").write_text(
        f'[voices.gtts]\nurl = "{service.url}"\n[voices.edge]\ntries = 1\npatience = 0.1\n', "utf-8"
    )
    # Only the service on this machine is to be asked.
    done = radio("voices", "--sample", "nghe", HTTPS_PROXY="http://127.0.0.1:9", NO_PROXY="localhost")
    assert done.returncode == 0, done.stderr
    rows = {line.split("  ")[0]: line for line in done.stdout.splitlines()[2:]}
    assert "HTTP 403" in rows["gtts"]
    assert "has no voice yet" in rows["piper"]
    assert "connection" in rows["edge:vi-VN-NamMinhNeural"]
    for accent in ("north", "central", "south"):
        assert "nghe/espeak-" in rows[f"espeak {accent}"]
    heard = sorted(path.name for path in (tmp_path / "nghe").iterdir())
    assert heard == ["espeak-central.mp3", "espeak-north.mp3", "espeak-south.mp3", "tone.mp3"]
    assert duration_ms(ffmpeg.decode(tmp_path / "nghe" / "tone.mp3", subject="tone")) > 3000


def test_a_voice_of_another_package_speaks(radio: Radio, tmp_path: Path) -> None:
    """As `pip install --target` puts it: a module, and a .dist-info that names its entry point."""
    place = tmp_path / "packages"
    info = place / "beeper-1.0.dist-info"
    info.mkdir(parents=True)
    (place / "beeper.py").write_text(
        "from radio.voices.tone import Tone\n\n\nclass Beeper(Tone):\n    engine = 'beeper'\n\n"
        "    @staticmethod\n    def about():\n        return 'beeps of a package'\n",
        "utf-8",
    )
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: beeper\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[radio.voices]\nbeeper = beeper:Beeper\n", "utf-8")
    path = os.pathsep.join([str(place), *filter(None, sys.path)])
    assert "beeps of a package" in radio("voices", PYTHONPATH=path).stdout
    said = radio("say", "xin chào", "--voice", "beeper", PYTHONPATH=path)
    assert said.returncode == 0, said.stderr
    (tmp_path / "bài.txt").write_text("Tin\n\nXin chào bà con.\n", "utf-8")
    made = radio("make", "bài.txt", "--voice", "beeper", PYTHONPATH=path)
    assert made.returncode == 0, made.stderr
    assert "synthetic tone" in made.stdout


def test_a_voice_is_brought_here_and_speaks(radio: Radio, tmp_path: Path) -> None:
    neural = pytest.importorskip("tests.voices.neural")
    model = neural.write(tmp_path, "riêng")
    env = {"XDG_DATA_HOME": str(tmp_path / "data"), "LOCALAPPDATA": str(tmp_path / "data")}
    done = radio("voices", "add", model, **env)
    assert done.returncode == 0, done.stderr
    assert "nothing says its licence" in done.stderr
    assert done.stdout.strip().endswith("riêng.onnx")
    model.unlink()
    said = radio("say", "xin chào bà con", "--voice", "piper:riêng", **env)
    assert said.returncode == 0, said.stderr
    assert "piper riêng" in said.stdout
    assert radio("voices", "add", "no-such", **env).returncode == 5


def test_what_is_kept_is_shown_and_cleared(radio: Radio, service: Translate, tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text(
        f'voice = ["gtts"]\n[voices.gtts]\nurl = "{service.url}"\n', "utf-8"
    )
    (tmp_path / "bài.txt").write_text("Tin\n\nXin chào bà con. Mời nghe tin.\n", "utf-8")
    assert radio("make", "bài.txt").returncode == 0
    asked = len(service.asked)
    shown = radio("cache").stdout
    assert "sentences by gtts" in shown
    assert shown.splitlines()[-1].endswith(" MB; sentences at most 500 MB (cache_mb)")
    assert "freed" in radio("cache", "--clear").stdout
    assert "gtts" not in radio("cache").stdout
    assert radio("make", "bài.txt").returncode == 0
    assert len(service.asked) == 2 * asked
