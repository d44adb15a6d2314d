"""ffmpeg at the edge: any recording in, any format out. The only room that starts it.

The one on PATH, else the one inside ``imageio-ffmpeg``. Recordings come from strangers: inputs are opened
through the file and pipe protocols alone and with demuxers that cannot name other files, for a bounded
length and time, never through a shell.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from radio.audio.clip import HOUSE_RATE, Clip, from_samples
from radio.errors import ClipError, ConfigError, OutputError
from radio.take import Span, clock
from radio.tape import Tape

MAX_CLIP_S = 1800  # half an hour: longer is no interview, and 170 MB of samples
_DECODE_TIMEOUT_S = 300
_ENCODE_TIMEOUT_S = 300  # for some seconds of sound
_PLAYED = 4 * 480_000  # bytes of sound taken together
# Containers that reach a newsroom; left out are those that point at other files (hls, concat, dash, …).
_DEMUXERS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dts,dv,eac3,flac,flv,gsm,loas,matroska,mov,mp3,mp4,m4a,"
    "3gp,3g2,mj2,mpc,mpc8,mpeg,mpegts,mpegvideo,mxf,ogg,oma,opus,qcp,rm,tta,voc,w64,wav,webm,wv,xwma"
)
_SPAN_SLACK_S = 1.0  # that a span may end behind its recording
_COPY_AGAIN = "copy it again from the recorder or phone"
_AUDIO = re.compile(rb"Stream #0:.* Audio: .*")
_FLOAT = re.compile(rb"Audio: pcm_f(32|64)")
_FLOAT_ROOM_DB = 24  # above full scale
# A codec's frames are short, and ffmpeg hands each from thread to thread: that costs more than decoding them.
_FRAMED = "asetnsamples=n=16384:p=0"
_MOST_STREAMS = 8
_DURATION = re.compile(rb"Duration: (\d+):(\d\d):(\d\d\.\d+)")


@dataclass(frozen=True, slots=True)
class Program:
    """An ffmpeg that can be started."""

    path: str  # of the executable
    origin: str  # "PATH" or "imageio-ffmpeg"


def find() -> Program:
    """The ffmpeg to use. Raises ConfigError if there is none."""
    if on_path := shutil.which("ffmpeg"):
        return Program(on_path, "PATH")
    # Imported on use: it is not needed where ffmpeg is installed.
    import imageio_ffmpeg  # noqa: PLC0415

    try:
        return Program(imageio_ffmpeg.get_ffmpeg_exe(), "imageio-ffmpeg")
    except RuntimeError as error:
        remedy = "install ffmpeg, or run: pip install imageio-ffmpeg"
        raise ConfigError("ffmpeg", "not found on this machine", remedy) from error


def version() -> str:
    """What ``ffmpeg -version`` calls itself. Raises ConfigError if there is none."""
    program = find()
    try:
        out = subprocess.run([program.path, "-version"], capture_output=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise ConfigError(program.path, "does not start", "install ffmpeg anew") from error
    return out.decode("utf-8", "replace").splitlines()[0].removeprefix("ffmpeg version ").split(" ")[0]


def decode(source: Path | bytes, *, subject: str) -> Clip:
    """The first audio stream of a recording, mono at the house rate.

    source: a file, or a whole file's bytes. subject: what messages call it.
    Raises ClipError if it is no sound, is cut off, is empty, or is longer than MAX_CLIP_S seconds.
    """
    done = _run(_decoder(source, channels=1), source if isinstance(source, bytes) else None, subject, PIPE)
    # A half sample at the end cannot be played.
    samples = np.frombuffer(done.stdout, "<i2", count=len(done.stdout) // 2)
    if problem := _shortness(subject, len(samples) / HOUSE_RATE, done.stderr):
        raise ClipError(subject, problem, _COPY_AGAIN)
    return from_samples(samples, HOUSE_RATE)


def record(source: Path, tape: Tape, *, subject: str, filters: str = "", span: Span | None = None) -> str:
    """Fill ``tape`` with a recording's sound; return what is wrong with its end, or "".

    Of several audio streams (a camera has one for each microphone) the first that is not silent is taken.
    subject: what messages call it. filters: ffmpeg's, applied to the sound. span: what is wanted of it.
    Raises ClipError if it is no sound, is empty, is longer than MAX_CLIP_S seconds, or ends before the
    span does.
    """
    chain = [part for part in (_trimming(span) if span else "", filters) if part]
    told, streams = _onto(tape, source, subject, chain, 0)
    for stream in range(1, min(len(streams), _MOST_STREAMS)):
        if not tape.silent:
            break
        told, _ = _onto(tape, source, subject, chain, stream)
    length_s = len(tape) / HOUSE_RATE
    if span:
        _check_span(subject, span, length_s, told)
        if span.end_ms is not None:
            return ""
    return _shortness(subject, length_s, told, start_s=span.start_ms / 1000 if span else 0)


def _onto(
    tape: Tape, source: Path, subject: str, chain: Sequence[str], stream: int
) -> tuple[bytes, list[bytes]]:
    """Record an audio stream; return what ffmpeg told, and how it describes each of the file's streams."""
    for lowered_db in (0, _FLOAT_ROOM_DB):
        lower = [f"volume=-{lowered_db}dB"] if lowered_db else []
        command = _decoder(source, *lower, *chain, channels=2, stream=stream)
        tape.erase()
        told = _run(command, None, subject, tape.file).stderr
        # What is put out is described behind this word.
        streams = _AUDIO.findall(told.partition(b"Output #0")[0])
        kind = streams[stream] if stream < len(streams) else b""
        tape.wind_back(single=b", mono," in kind or b", 1 channels," in kind, lowered_db=lowered_db)
        # Floating point goes on above full scale, where 16 bits are clipped.
        if not _FLOAT.search(kind) or not tape.full:
            break
    return told, streams


def _trimming(span: Span) -> str:
    """The filter that keeps ``span``: of what is heard, to the sample, where a seek would trust an index."""
    end = f":end={span.end_ms / 1000:.3f}" if span.end_ms is not None else ""
    # Counted in samples: not every recorder's time stamps are whole.
    return (
        f"aresample={HOUSE_RATE},asetpts=N/SR/TB,atrim=start={span.start_ms / 1000:.3f}{end},asetpts=N/SR/TB"
    )


def _check_span(subject: str, span: Span, length_s: float, told: bytes) -> None:
    """Raise ClipError if the recording does not reach as far as ``span``."""
    start_s = span.start_ms / 1000
    end_s = start_s if span.end_ms is None else span.end_ms / 1000
    # Players show whole seconds, rounded up as well as down.
    if length_s and (start_s + length_s > end_s - _SPAN_SLACK_S or length_s > MAX_CLIP_S):
        return
    whole_s = start_s + length_s if length_s else _declared_s(told)
    long = f"is {clock(round(whole_s * 1000))} long" if whole_s else "is shorter than that"
    what = "begins" if not length_s else "ends"
    at = clock(span.start_ms if not length_s else round(end_s * 1000))
    raise ClipError(
        subject, f"{long}, but its span {what} at {at}", "give one within it, by --clip or in the script"
    )


def _decoder(source: Path | bytes, *filters: str, channels: int, stream: int = 0) -> list[str]:
    # "file:" keeps ffmpeg from reading a protocol or an option out of a stranger's file name.
    name = f"file:{source}" if isinstance(source, Path) else "-"
    return [
        *(find().path, "-hide_banner", "-nostdin", "-nostats", "-loglevel", "info"),
        *("-protocol_whitelist", "file,pipe,fd", "-format_whitelist", _DEMUXERS, "-i", name),
        *("-map", f"0:a:{stream}", "-t", str(MAX_CLIP_S + 1), "-af", ",".join([_FRAMED, *filters])),
        *("-ac", str(channels), "-ar", str(HOUSE_RATE), "-f", "s16le", "pipe:1"),
    ]


def _run(
    command: list[str], data: bytes | None, subject: str, out: int | IO[bytes]
) -> subprocess.CompletedProcess[bytes]:
    try:
        done = subprocess.run(
            command, stdout=out, stderr=PIPE, timeout=_DECODE_TIMEOUT_S, check=False, input=data
        )
    except subprocess.TimeoutExpired as error:
        problem = f"takes more than {_DECODE_TIMEOUT_S} s to decode"
        raise ClipError(subject, problem, "save it again as MP3 or WAV") from error
    except OSError as error:
        raise ConfigError(command[0], f"does not start ({error.strerror})", "install ffmpeg anew") from error
    if done.returncode != 0:
        raise ClipError(subject, _reason(done.stderr), "check that it plays, or save it again as MP3 or WAV")
    return done


def _reason(stderr: bytes) -> str:
    """Why ffmpeg refused, from what it printed."""
    text = stderr.decode("utf-8", "replace")
    if "moov atom not found" in text or "Truncat" in text:
        return "the recording is cut off: its end is missing"
    if "matches no streams" in text or "does not contain any stream" in text:
        return "there is no sound in it"
    return "is not a recording that can be decoded"


def _declared_s(stderr: bytes) -> float | None:
    """The duration that the container claims, seconds; None if it claims none."""
    match = _DURATION.search(stderr)
    return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3]) if match else None


def _shortness(subject: str, length_s: float, told: bytes, start_s: float = 0) -> str:
    """What is missing of a recording by what ffmpeg printed, "" if nothing is.

    start_s: where the sound was begun with. Raises ClipError if there is nothing in it, or too much.
    """
    if length_s == 0:
        raise ClipError(subject, "there is no sound in it", "record it again, or take the file away")
    if length_s > MAX_CLIP_S:
        problem = f"is longer than {MAX_CLIP_S // 60} minutes"
        raise ClipError(subject, problem, "cut the statement out of it first")
    declared_s, there_s = _declared_s(told), start_s + length_s
    if declared_s is not None and there_s < declared_s - max(0.5, 0.02 * declared_s):
        return f"the recording is cut off: {there_s:.1f} s of {declared_s:.1f} s are there"
    # Partial packets: the file is shorter than its header says.
    return "the recording is cut off or damaged" if b"orrupt" in told else ""


def play(source: Path, *, subject: object) -> Iterator[npt.NDArray[np.float32]]:
    """The sound of a finished file, of any length, mono at the house rate, some seconds at a time.

    As a player hears it: what an encoder has put in front and behind is not there. 1.0 is full scale.
    Raises ClipError if it cannot be played.
    """
    name = f"file:{source}"
    command = [
        *(find().path, "-hide_banner", "-nostdin", "-nostats", "-loglevel", "error"),
        *("-protocol_whitelist", "file,pipe,fd", "-format_whitelist", _DEMUXERS, "-i", name),
        *("-map", "0:a:0"),
        *("-ac", "1", "-ar", str(HOUSE_RATE), "-f", "f32le", "pipe:1"),
    ]
    with TemporaryFile() as told:
        process = _started(command, stdin=subprocess.DEVNULL, stdout=PIPE, stderr=told)
        try:
            with process:
                while data := process.stdout.read(_PLAYED) if process.stdout else b"":
                    yield np.asarray(np.frombuffer(data, "<f4"), np.float32)
        except BaseException:
            process.kill()
            raise
        if process.returncode:
            told.seek(0)
            raise ClipError(subject, _reason(told.read()), "check that it plays")


def _started(command: list[str], **streams: Any) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(command, **streams)
    except OSError as error:
        problem = f"does not start ({error.strerror})"
        raise ConfigError(command[0], problem, "install ffmpeg anew") from error


def feed(
    options: Sequence[str], pieces: Iterable[npt.NDArray[np.int16]], out: IO[bytes] | None, *, subject: object
) -> None:
    """Have ffmpeg encode mono samples at the house rate, given piece by piece, into ``out``.

    It gives into a file: written to in one go and read when it has ended, it needs none of the waiting for
    two pipes at a time that costs a sixth of the encoding.
    out: None where the options name a file.
    options: what is to become of the sound, for the command line; to ``pipe:1``. subject: what
    messages call the file. Raises OutputError if the encoder does not take it.
    """
    command = [
        *(find().path, "-hide_banner", "-nostats", "-loglevel", "error"),
        *("-f", "s16le", "-ar", str(HOUSE_RATE), "-ac", "1", "-i", "-", *options),
    ]
    with TemporaryFile() as told:
        process = _started(command, stdin=PIPE, stdout=out or subprocess.DEVNULL, stderr=told, bufsize=0)
        try:
            # It may have ended with an error before it has taken all.
            with process, contextlib.suppress(BrokenPipeError), _input(process) as pipe:
                for piece in pieces:
                    _write_all(pipe, process, piece.astype("<i2", copy=False).data.cast("B"))
        except BaseException:
            process.kill()
            raise
        if process.returncode < 0:
            raise OutputError(subject, "the encoder does not come to an end", "try again")
        told.seek(0)
        if process.returncode:
            raise _complaint(subject, told.read().decode("utf-8", "replace"))


def _input(process: subprocess.Popen[bytes]) -> IO[bytes]:
    if process.stdin is None:
        raise ValueError("it was started without an input")
    return process.stdin


def _write_all(pipe: IO[bytes], process: subprocess.Popen[bytes], data: memoryview) -> None:
    """Write ``data``; an encoder that does not take some seconds of sound in minutes is ended."""
    watch = threading.Timer(_ENCODE_TIMEOUT_S, process.kill)
    watch.start()
    try:
        while data:
            data = data[pipe.write(data) :]
    finally:
        watch.cancel()


def _complaint(subject: object, told: str) -> OutputError:
    if "Unknown encoder" in told or "Encoder not found" in told:
        remedy = "install a full ffmpeg, or take it off PATH: the built-in one has all of them"
        return OutputError("ffmpeg", "this ffmpeg cannot write that format", remedy)
    last = told.strip().splitlines()[-1:] or ["no reason given"]
    return OutputError(subject, f"the encoder stopped: {last[0]}", "try again")
