"""What reaches a newsroom: containers, odd headers, several microphones; and what is sent to do harm."""

from __future__ import annotations

import socketserver
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from radio import ffmpeg
from radio.audio.sound import Samples
from radio.audio.stereo import Channels
from radio.errors import ClipError
from radio.take import Span
from radio.tape import Tape

_VIDEO = ["-f", "lavfi", "-i", "color=size=176x144:rate=25:duration=2"]
_TELEPHONE = ["-c:a", "libopencore_amrnb", "-ar", "8000", "-ac", "1"]
KINDS = {
    "máy ghi.amr": [*_TELEPHONE, "-b:a", "4.75k"],
    "điện thoại cũ.3gp": [*_VIDEO, "-c:v", "mpeg4", *_TELEPHONE],
    "zalo.m4a": ["-c:a", "aac", "-ar", "44100", "-ac", "2"],
    "iphone.caf": ["-c:a", "alac"],
    "zalo.aac": ["-c:a", "aac", "-ar", "16000"],
    "telegram.oga": ["-c:a", "libopus", "-b:a", "16k", "-ac", "1"],
    "whatsapp.opus": ["-c:a", "libopus", "-b:a", "16k"],
    "viber.webm": ["-c:a", "libopus"],
    "sony.wma": ["-c:a", "wmav2", "-ar", "44100"],
    "máy quay.wmv": [*_VIDEO, "-c:v", "wmv2", "-c:a", "wmav2"],
    "máy quay.mov": [*_VIDEO, "-c:v", "mjpeg", "-c:a", "pcm_s24le"],
    "máy quay.avi": [*_VIDEO, "-c:v", "mpeg4", "-c:a", "mp2"],
    "máy quay.mxf": [*_VIDEO, "-s", "720x576", "-c:v", "mpeg2video", "-c:a", "pcm_s16le"],
    "máy quay.ts": [*_VIDEO, "-c:v", "mpeg2video", "-c:a", "ac3"],
    "họp.mkv": [*_VIDEO, "-c:v", "mpeg4", "-c:a", "libvorbis"],
    "tổng đài.wav": ["-c:a", "pcm_alaw", "-ar", "8000"],
    "tổng đài.au": ["-c:a", "pcm_mulaw", "-ar", "8000"],
    "phòng thu.wav": ["-c:a", "pcm_s24le", "-ar", "96000", "-ac", "2"],
    "zoom.wav": ["-c:a", "pcm_f32le"],
    "dài.wav": ["-c:a", "pcm_s16le", "-rf64", "always"],
    "reaper.w64": ["-c:a", "pcm_f64le"],
    "mac.aiff": ["-c:a", "pcm_s24be", "-ar", "44100"],
    "kho.flac": ["-ar", "96000", "-ac", "2"],
    "kho.wv": ["-c:a", "wavpack"],
    "cũ.wav": ["-c:a", "adpcm_ms", "-ar", "22050"],
    "cũ 8.wav": ["-c:a", "pcm_u8", "-ar", "11025"],
}


def encoded(path: Path, options: list[str], *, source: str = "", seconds: float = 2) -> Path:
    """A tone of 440 Hz, or another lavfi ``source``, as ``options`` have it."""
    tone = source or f"sine=frequency=440:sample_rate=48000:duration={seconds},volume=2"
    command = [ffmpeg.find().path, "-y", "-loglevel", "error", "-f", "lavfi", "-i", tone]
    done = subprocess.run([*command, *options, str(path)], capture_output=True, check=False)
    if b"Unknown encoder" in done.stderr or b"Encoder not found" in done.stderr:
        pytest.skip("this ffmpeg cannot make such a file")
    assert done.returncode == 0, done.stderr
    return path


def taped(path: Path, span: Span | None = None) -> Tape:
    tape = Tape()
    assert ffmpeg.record(path, tape, subject=path.name, span=span) == ""
    return tape


def pitch_hz(sound: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(spectrum.argmax()) * 48_000 / len(sound)


@pytest.mark.parametrize("name", KINDS)
def test_whatever_it_is_in_it_is_heard(name: str, tmp_path: Path) -> None:
    tape = taped(encoded(tmp_path / name, KINDS[name]))
    assert len(tape) / 48_000 == pytest.approx(2, abs=0.12)
    assert pitch_hz(tape[24_000:72_000]) == pytest.approx(440, abs=3)
    assert tape.channels in (Channels.ONE, Channels.BOTH)


@pytest.mark.parametrize("name", ["không đuôi", "sai đuôi.mp3", "-i x.m4a", "%03d.m4a", "a:b?.m4a"])
def test_a_files_name_says_nothing(name: str, tmp_path: Path) -> None:
    made = encoded(tmp_path / "a.m4a", ["-c:a", "aac"])
    try:
        made.rename(tmp_path / name)
    except OSError:
        pytest.skip("this system has no such names")
    assert pitch_hz(taped(tmp_path / name)[24_000:72_000]) == pytest.approx(440, abs=2)


def wav(body: bytes, *, riff: int, data: int, front: bytes = b"") -> bytes:
    """A WAV of 16-bit mono at 48 kHz with sizes as claimed."""
    head = b"RIFF" + struct.pack("<I", riff) + b"WAVE" + front
    head += b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 48_000, 96_000, 2, 16)
    return head + b"data" + struct.pack("<I", data) + body


@pytest.mark.parametrize(
    ("riff", "data", "front"),
    [
        (0, 0, b""),  # a recorder whose battery gave out before it wrote the sizes
        (0xFFFFFFFF, 0xFFFFFFFF, b""),  # one that writes to a pipe
        (5_000, 192_000, b"LIST" + struct.pack("<I", 5) + b"INFOx\0"),  # an odd chunk first, padded
        (5_000, 192_000, b"bext" + struct.pack("<I", 602) + bytes(602)),
    ],
)
def test_headers_that_recorders_leave(riff: int, data: int, front: bytes, tmp_path: Path) -> None:
    tone = (9000 * np.sin(2 * np.pi * 440 * np.arange(96_000) / 48_000)).astype("<i2")
    (tmp_path / "a.wav").write_bytes(wav(tone.tobytes(), riff=riff, data=data, front=front))
    tape = Tape()
    ffmpeg.record(tmp_path / "a.wav", tape, subject="a.wav")
    assert len(tape) == pytest.approx(96_000, abs=2_000)
    assert pitch_hz(tape[24_000:72_000]) == pytest.approx(440, abs=2)


def test_floating_point_above_full_scale_is_not_clipped(tmp_path: Path) -> None:
    loud = "sine=frequency=440:sample_rate=48000:duration=2,volume=40:precision=float"
    tape = taped(encoded(tmp_path / "to.wav", ["-c:a", "pcm_f32le"], source=loud))
    assert tape.lowered_db == 24
    spectrum = np.abs(np.fft.rfft(tape[0:48_000] * np.hanning(48_000)))
    assert spectrum[1320] < spectrum[440] / 1000, "a third harmonic is what clipping makes"


def test_a_camera_with_a_microphone_on_its_second_track(tmp_path: Path) -> None:
    tone = ["-f", "lavfi", "-i", "sine=frequency=660:sample_rate=48000:duration=2,volume=2"]
    options = [*tone, "-map", "0:a", "-map", "1:a", "-c:a", "pcm_s16le"]
    two = encoded(tmp_path / "a.mov", options, source="anullsrc=r=48000:cl=mono:d=2")
    assert pitch_hz(taped(two)[24_000:72_000]) == pytest.approx(660, abs=2)


@pytest.mark.parametrize("name", ["a.wav", "a.m4a", "a.mp3", "a.opus"])
def test_a_span_is_taken_to_the_sample(name: str, tmp_path: Path) -> None:
    """A tone whose pitch rises by 100 Hz a second says where it is."""
    made = encoded(tmp_path / name, [], source="aevalsrc='0.4*sin(2*PI*(300*t+50*t*t))':s=48000:d=8")
    tape = taped(made, Span(2_250, 5_500))
    assert len(tape) == 3_250 * 48
    assert pitch_hz(tape[0:4800]) == pytest.approx(300 + 100 * 2.3, abs=12)
    assert pitch_hz(tape[len(tape) - 4800 : len(tape)]) == pytest.approx(300 + 100 * 5.45, abs=12)
    assert len(taped(made, Span(7_000))) == pytest.approx(48_000, abs=1_300)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(1_000, 4_500), "a.wav: is 0:02 long, but its span ends at 0:04.5; give one"),
        (Span(3_000, 4_000), "a.wav: is 0:02 long, but its span begins at 0:03; give one"),
        (Span(62_000), "a.wav: is 0:02 long, but its span begins at 1:02; give one"),
    ],
)
def test_a_span_must_lie_within_its_recording(span: Span, said: str, tmp_path: Path) -> None:
    made = encoded(tmp_path / "a.wav", [])
    with pytest.raises(ClipError) as caught:
        ffmpeg.record(made, Tape(), subject="a.wav", span=span)
    assert str(caught.value).startswith(said)
    assert len(taped(made, Span(1_000, 2_400))) == 48_000, "a player's clock is rounded"


def test_a_long_meeting_gives_a_short_span(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "MAX_CLIP_S", 60)
    meeting = encoded(tmp_path / "họp.opus", ["-c:a", "libopus", "-b:a", "6k"], seconds=100)
    with pytest.raises(ClipError, match="longer than 1 minutes"):
        ffmpeg.record(meeting, Tape(), subject="a")
    assert len(taped(meeting, Span(90_000, 93_000))) == 3 * 48_000


class _Asked(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.server.asked = True  # type: ignore[attr-defined]


@pytest.fixture
def watched() -> Iterator[socketserver.TCPServer]:
    """A server on this machine that nobody should ask."""
    with socketserver.TCPServer(("127.0.0.1", 0), _Asked) as server:
        server.asked = False  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


HARMFUL = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\n{url}\n#EXT-X-ENDLIST\n",
    "hls with a map": '#EXTM3U\n#EXT-X-MAP:URI="{url}"\n#EXTINF:2,\n{file}\n#EXT-X-ENDLIST\n',
    "concat": "ffconcat version 1.0\nfile '{url}'\nfile '{file}'\n",
    "pls": "[playlist]\nFile1={url}\nNumberOfEntries=1\n",
    "asx": '<asx version="3.0"><entry><ref href="{url}"/></entry></asx>',
    "smil": '<smil><body><audio src="{url}"/></body></smil>',
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio {port} RTP/AVP 0\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
    "<Period><AdaptationSet><Representation><BaseURL>{url}</BaseURL></Representation></AdaptationSet></Period></MPD>",
    "rtsp": "RTSPtext\nrtsp://127.0.0.1:{port}/a\n",
    "metadata": ";FFMETADATA1\nfile={file}\n",
}


@pytest.mark.parametrize("kind", HARMFUL)
@pytest.mark.parametrize("ending", ["mp3", "m3u8"])
def test_no_recording_opens_another_file_or_the_network(
    kind: str, ending: str, watched: socketserver.TCPServer, tmp_path: Path
) -> None:
    port = watched.server_address[1]
    secret = encoded(tmp_path / "secret.wav", [])
    text = HARMFUL[kind].format(url=f"http://127.0.0.1:{port}/a.mp3", port=port, file=f"file://{secret}")
    sent = tmp_path / f"băng.{ending}"
    sent.write_text(text, "utf-8")
    with pytest.raises(ClipError, match="băng"):
        ffmpeg.record(sent, Tape(), subject=sent.name)
    assert not watched.asked  # type: ignore[attr-defined]


def test_a_claimed_length_costs_nothing(tmp_path: Path) -> None:
    """Ten hours by the header, two seconds by the bytes."""
    tone = (9000 * np.sin(np.arange(96_000) / 17)).astype("<i2").tobytes()
    (tmp_path / "a.wav").write_bytes(wav(tone, riff=2_000_000_000, data=2_000_000_000))
    tape = Tape()
    told = ffmpeg.record(tmp_path / "a.wav", tape, subject="a.wav")
    assert "cut off" in told
    assert len(tape) == 96_000


def test_a_small_file_that_swells_ends_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour of silence is a few kilobytes of FLAC."""
    monkeypatch.setattr(ffmpeg, "MAX_CLIP_S", 60)
    silence = "anullsrc=r=8000:cl=mono:d=3600"
    bomb = encoded(tmp_path / "a.flac", ["-ar", "8000", "-frame_size", "65535"], source=silence)
    assert bomb.stat().st_size < 50_000
    tape = Tape()
    with pytest.raises(ClipError, match="longer than 1 minutes"):
        ffmpeg.record(bomb, tape, subject="a.flac")
    assert len(tape) <= 62 * 48_000
