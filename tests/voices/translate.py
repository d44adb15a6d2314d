"""A service that behaves like Google Translate's speech, on this machine, over real TLS; and misbehaves."""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import trustme

from radio import ffmpeg
from radio.audio.clip import HOUSE_RATE, at_house_rate, samples
from radio.voices import VoiceOptions
from radio.voices.espeak import Espeak
from radio.voices.tone import Tone
from tests import local_server
from tests.pressing import press_mp3

Answer = Callable[[BaseHTTPRequestHandler, str], None]


@functools.cache
def mp3(text: str) -> bytes:
    """A beep for each word, between two tenths of a second of silence."""
    quiet = np.zeros(HOUSE_RATE // 10, np.int16)
    with tempfile.TemporaryDirectory() as folder:
        sound = np.concatenate([quiet, samples(Tone(VoiceOptions()).speak(text)), quiet])
        return press_mp3(Path(folder, "beeps.mp3"), sound, bitrate_kbps=64).read_bytes()


@functools.cache
def real_mp3(text: str) -> bytes:
    """Speech of espeak's in the form of Google's: MPEG-2, 24 kHz, no header that tells of padding."""
    sound = samples(at_house_rate(Espeak(VoiceOptions()).speak(text)))
    command = [
        ffmpeg.find().path,
        *"-loglevel error -f s16le -ar 48000 -ac 1 -i - -ar 24000 -b:a 64k".split(),
    ]
    command += "-write_xing 0 -id3v2_version 0 -f mp3 -".split()
    return subprocess.run(command, input=sound.tobytes(), capture_output=True, check=True).stdout


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def speech(sound: bytes) -> bytes:
    """The service's answer that carries ``sound``."""
    inner = f'[\\"{base64.b64encode(sound).decode()}\\"]'
    return (
        f')]}}\'\n\n123\n[["wrb.fr","jQ1olc","{inner}",null,null,null,"generic"]]\n25\n[["e",4]]\n'.encode()
    )


def speak(handler: BaseHTTPRequestHandler, text: str) -> None:
    send(handler, speech(mp3(text)))


def speak_really(handler: BaseHTTPRequestHandler, text: str) -> None:
    send(handler, speech(real_mp3(text)))


def fixed(body: bytes, status: int = 200, **headers: str) -> Answer:
    return lambda handler, _: send(handler, body, status, **headers)


def page(handler: BaseHTTPRequestHandler, _: str) -> None:
    send(handler, b"<!DOCTYPE html><html><body>Before you continue</body></html>", Content_Type="text/html")


def no_speech(handler: BaseHTTPRequestHandler, _: str) -> None:
    send(handler, b')]}\'\n\n[["wrb.fr","jQ1olc",null,null,null,[3],"generic"]]\n')


def cut_line(handler: BaseHTTPRequestHandler, text: str) -> None:
    """Half an answer that claims to be whole."""
    send(handler, speech(mp3(text))[:2000])


def cut_connection(handler: BaseHTTPRequestHandler, text: str) -> None:
    whole = speech(mp3(text))
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(whole)))
    handler.end_headers()
    handler.wfile.write(whole[:2000])
    handler.close_connection = True


def cut_sound(handler: BaseHTTPRequestHandler, text: str) -> None:
    """A well-formed answer with the beginning of the sound only."""
    send(handler, speech(mp3(text)[:600]))


def hang(handler: BaseHTTPRequestHandler, _: str) -> None:
    time.sleep(1)
    handler.close_connection = True


def trickle(handler: BaseHTTPRequestHandler, text: str) -> None:
    """A few bytes at a time, never long enough without any for a time-out between two of them."""
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    try:
        for _time in range(40):
            handler.wfile.write(b"x" * 70)
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return  # the other side has had enough, as it should


def trickle_head(handler: BaseHTTPRequestHandler, _: str) -> None:
    """A header that never ends, a byte at a time."""
    handler.close_connection = True
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _time in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def flood(handler: BaseHTTPRequestHandler, _: str) -> None:
    """Far more than any speech is long."""
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    try:
        for _time in range(64):
            handler.wfile.write(b"x" * (1 << 20))
    except OSError:
        return


def half(handler: BaseHTTPRequestHandler, text: str) -> None:
    """A sound that ends well, but says the first half."""
    words = text.split()
    speak(handler, " ".join(words[: len(words) // 2]))


def slow(seconds: float) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, text: str) -> None:
        time.sleep(seconds)
        speak(handler, text)

    return answer


@dataclass
class Translate:
    """The running service."""

    url: str
    answers: list[Answer] = field(default_factory=list)  # to the next requests, in order; `speak` after them
    usual: Answer = speak
    asked: list[str] = field(default_factory=list)  # texts, in the order of arrival
    headers: list[dict[str, str]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)  # when, time.monotonic
    at_once: int = 0  # the most requests at one time
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, handler: BaseHTTPRequestHandler, text: str) -> None:
        with self._lock:
            self.asked.append(text)
            self.headers.append(dict(handler.headers))
            self.at.append(time.monotonic())
            self._now += 1
            self.at_once = max(self.at_once, self._now)
            answer = self.answers.pop(0) if self.answers else self.usual
        try:
            answer(handler, text)
        finally:
            with self._lock:
                self._now -= 1


def _text_of(body: bytes) -> str:
    """What a request asks to be spoken, in Vietnamese; fails on any other request."""
    (asked,) = urllib.parse.parse_qs(body.decode("ascii"), strict_parsing=False)["f.req"]
    ((rpc,),) = json.loads(asked)
    name, parameter, _, kind = rpc
    text, language, speed, _ = json.loads(parameter)
    assert (name, kind, language, speed) == ("jQ1olc", "generic", "vi", None)
    return str(text)


@contextmanager
def silent() -> Iterator[str]:
    """The address of a service that takes connections and says nothing, not even a handshake's first word."""
    with socket.create_server(("127.0.0.1", 0), backlog=8) as listening:
        yield f"https://localhost:{listening.getsockname()[1]}"


@dataclass
class Proxy:
    """A running proxy."""

    url: str
    asked: list[str] = field(default_factory=list)  # CONNECT's targets
    status: int = 200


@contextmanager
def proxying() -> Iterator[Proxy]:
    """A proxy on this machine that leads on what is asked of it."""

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            running.asked.append(self.path)
            self.send_response(running.status)
            self.end_headers()
            if running.status != 200:
                return
            host, _, port = self.path.partition(":")
            with socket.create_connection((host, int(port))) as far:
                threading.Thread(target=_pass_on, args=(far, self.connection), daemon=True).start()
                _pass_on(self.connection, far)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Proxy(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def serving(certificate: trustme.LeafCert) -> Iterator[Translate]:
    """The service on localhost, showing ``certificate``."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            assert self.path == "/_/TranslateWebserverUi/data/batchexecute"
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.take(self, _text_of(body))

        def log_message(self, *_: object) -> None:
            """Nothing: pytest's output is for failures."""

    service = Translate("")
    with local_server.serving(Handler, certificate) as service.url:
        yield service
