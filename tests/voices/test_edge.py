"""edge through the real library and a websocket service on this machine, over real TLS."""

from __future__ import annotations

import asyncio
import gc
import json
import ssl
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import trustme

edge_tts = pytest.importorskip("edge_tts")
from aiohttp import web  # noqa: E402

from radio.audio.clip import Word, duration_ms  # noqa: E402
from radio.errors import ConfigError, VoiceBusyError, VoiceError  # noqa: E402
from radio.voices import VoiceOptions, open_voice  # noqa: E402
from radio.voices.edge import Edge, whole  # noqa: E402
from tests.voices.translate import mp3  # noqa: E402

# aiohttp leaves TLS transports of a loop that ends to the garbage collector: a known bug of its 3.x.
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)

Answer = Callable[["Service", web.WebSocketResponse, str], Coroutine[Any, Any, None]]


def message(path: str, body: str = "") -> str:
    return f"X-RequestId:1\r\nPath:{path}\r\n\r\n{body}"


def audio(sound: bytes) -> bytes:
    head = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
    return len(head).to_bytes(2, "big") + head + sound


async def speak(service: Service, socket: web.WebSocketResponse, text: str) -> None:
    await socket.send_str(message("turn.start"))
    for place, word in enumerate(text.split()):
        data = {
            "Offset": (100 + 200 * place) * 10_000,
            "Duration": 2_000_000,
            "text": {"Text": word.strip(".,")},
        }
        told = {"Metadata": [{"Type": "WordBoundary", "Data": data}]}
        await socket.send_str(message("audio.metadata", json.dumps(told)))
    sound = mp3(text)
    for start in range(0, len(sound), 720):
        await socket.send_bytes(audio(sound[start : start + 720]))
    await socket.send_str(message("turn.end"))


async def nothing(service: Service, socket: web.WebSocketResponse, text: str) -> None:
    await socket.send_str(message("turn.end"))


async def cut_off(service: Service, socket: web.WebSocketResponse, text: str) -> None:
    await socket.send_bytes(audio(mp3(text)[:720]))
    await socket.close()


async def hang(service: Service, socket: web.WebSocketResponse, text: str) -> None:
    await asyncio.sleep(2)


async def babble(service: Service, socket: web.WebSocketResponse, text: str) -> None:
    await socket.send_str(message("nonsense"))


async def nonsense(service: Service, socket: web.WebSocketResponse, text: str) -> None:
    await socket.send_str(message("audio.metadata", "{"))


async def half(service: Service, socket: web.WebSocketResponse, text: str) -> None:
    """A sound that ends well, but says the first half."""
    await speak(service, socket, " ".join(text.split()[: len(text.split()) // 2]))


async def slowly(service: Service, socket: web.WebSocketResponse, text: str) -> None:
    service.now += 1
    service.most_at_once = max(service.most_at_once, service.now)
    await asyncio.sleep(0.05)
    service.now -= 1
    await speak(service, socket, text)


@dataclass
class Service:
    """The running service."""

    port: int = 0
    answers: list[Answer | int] = field(default_factory=list)  # to the next requests; a number is a refusal
    usual: Answer | int = speak
    asked: list[tuple[str, str, str]] = field(default_factory=list)  # voice, rate and pitch, text
    now: int = 0
    most_at_once: int = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        answer = self.answers.pop(0) if self.answers else self.usual
        if isinstance(answer, int):
            return web.Response(status=answer)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.receive_str()  # the configuration
        ssml = (await socket.receive_str()).partition("\r\n\r\n")[2]
        (voice,) = ElementTree.fromstring(ssml)
        (prosody,) = voice
        self.asked.append(
            (voice.attrib["name"], f"{prosody.attrib['rate']} {prosody.attrib['pitch']}", prosody.text or "")
        )
        await answer(self, socket, prosody.text or "")
        return socket


@pytest.fixture
def service(
    authority: trustme.CA, certificate: trustme.LeafCert, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Service]:
    """The service, and a library that knows its address and trusts it."""
    running = Service()
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def serve() -> None:
        application = web.Application()
        application.router.add_get("/edge/v1", running.handle)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
        await site.start()
        running.port = runner.addresses[0][1]
        ready.set()
        await stop.wait()
        await runner.cleanup()

    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    ready.wait(10)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    url = f"wss://localhost:{running.port}/edge/v1?TrustedClientToken=x"
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", url)
    monkeypatch.setattr("edge_tts.communicate._SSL_CTX", client)
    yield running
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()
    gc.collect()


def quick(**extra: str) -> VoiceOptions:
    return VoiceOptions(extra={"wait": "0.01", "tries": "2", **extra})


def test_a_sentence_is_heard_with_its_words(service: Service) -> None:
    clip = Edge(quick()).speak("Bà Ánh nói: vui lắm, “thật”.")
    assert [w.text for w in clip.words] == ["Bà", "Ánh", "nói:", "vui", "lắm,", "“thật”."]
    assert [w.start_ms for w in clip.words][:3] == [100, 300, 500]
    assert duration_ms(clip) > 6 * 200
    ((voice, prosody, text),) = service.asked
    assert "HoaiMy" in voice
    assert prosody == "+0% +0Hz"
    assert text == "Bà Ánh nói: vui lắm, “thật”."


def test_voice_rate_and_pitch_are_asked_for(service: Service) -> None:
    options = VoiceOptions(variant="vi-VN-NamMinhNeural", rate=1.2, pitch=40)
    open_voice("edge", options).speak("Giá < 5 & > 3")
    ((voice, prosody, text),) = service.asked
    assert "NamMinh" in voice
    assert (prosody, text) == ("+20% -10Hz", "Giá < 5 & > 3")


def test_a_second_time_asks_for_nothing(service: Service, tmp_path: Path) -> None:
    clips = [open_voice("edge", VoiceOptions(cache_dir=tmp_path)).speak("xin chào") for _ in range(2)]
    assert clips[0] == clips[1]
    assert len(service.asked) == 1


@pytest.mark.parametrize("trouble", [503, 429, nothing, cut_off, babble])
def test_trouble_that_passes_is_not_noticed(service: Service, trouble: Answer | int) -> None:
    service.answers = [trouble]
    assert duration_ms(Edge(quick()).speak("xin chào các bạn")) > 800


@pytest.mark.parametrize(
    ("trouble", "error", "problem"),
    [
        (503, VoiceBusyError, r"busy \(HTTP 503\)"),
        (403, VoiceError, r"refuses \(HTTP 403\)"),
        (404, VoiceError, r"refuses \(HTTP 404\)"),
        (nothing, VoiceBusyError, "gives no sound"),
        (cut_off, VoiceBusyError, "the recording is cut off"),
        (nonsense, VoiceBusyError, "gives no sound, or something else"),
        (half, VoiceBusyError, "gives only .* ms for 8 words"),
        (hang, VoiceBusyError, "does not answer in time"),
    ],
)
def test_trouble_that_stays_names_the_sentence(
    service: Service, trouble: Answer | int, error: type[VoiceError], problem: str
) -> None:
    service.usual = trouble
    text = "xin chào các bạn nghe đài gần xa"
    with pytest.raises(error, match=f"edge, “{text}”: .*{problem}") as caught:
        Edge(quick(patience="1.5" if trouble is hang else "20")).speak(text)
    assert type(caught.value) is error


def test_half_of_it_is_noticed_at_any_rate(service: Service) -> None:
    service.answers = [half]
    text = "xin chào các bạn nghe đài gần xa"
    assert duration_ms(Edge(replace(quick(), rate=0.8)).speak(text)) > 8 * 200
    assert len(service.asked) == 2


def test_several_readers_stand_in_one_line(service: Service) -> None:
    service.usual = slowly
    readers = [Edge(quick(at_once="2")) for _ in range(3)]
    with ThreadPoolExecutor(9) as pool:
        list(pool.map(lambda n: readers[n % 3].speak(f"xin chào số {n}"), range(9)))
    assert service.most_at_once == 2


def test_a_certificate_that_is_not_trusted(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_tts.communicate._SSL_CTX", ssl.create_default_context())
    with pytest.raises(VoiceError, match="certificate is not trusted"):
        Edge(quick()).speak("xin chào")


def test_a_service_that_is_not_there(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "wss://localhost:1/edge/v1?TrustedClientToken=x")
    with pytest.raises(VoiceBusyError, match="connection to the service fails"):
        Edge(quick()).speak("xin chào")


def test_closed_it_stops_asking(service: Service) -> None:
    service.usual = 503
    voice = Edge(quick(tries="20", wait="30", patience="60"))
    threading.Timer(0.3, voice.close).start()
    start = time.monotonic()
    with pytest.raises(VoiceError):
        voice.speak("xin chào")
    with pytest.raises(VoiceError, match="told to stop"):
        voice.speak("xin chào")
    assert time.monotonic() - start < 10


def test_closed_it_hangs_up(service: Service) -> None:
    service.usual = hang
    voice = Edge(quick(timeout="30", patience="30"))
    threading.Timer(0.5, voice.close).start()
    start = time.monotonic()
    with pytest.raises(VoiceError, match="told to stop"):
        voice.speak("xin chào")
    assert time.monotonic() - start < 1.8


def test_wrong_settings_are_named() -> None:
    with pytest.raises(VoiceError, match="'Hoài My': is none; choose one of: vi-VN-HoaiMyNeural"):
        Edge(VoiceOptions(variant="Hoài My"))
    with pytest.raises(ConfigError, match=r"voices\.edge\.timeout"):
        Edge(VoiceOptions(extra={"timeout": "long"}))


def test_words_are_told_only_where_they_can_be() -> None:
    told = (Word("hai", 0, 100), Word("nghìn", 100, 200))
    assert whole(told, ["hai", "nghìn."], 200) == (Word("hai", 0, 100), Word("nghìn.", 100, 200))
    assert whole(told, ["hai", "–", "nghìn."], 200) == ()
    assert whole(told[:1], ["hai", "nghìn."], 200) == ()


@pytest.mark.parametrize(
    "told",
    [
        (Word("hai", 100, 200), Word("nghìn", 50, 300)),
        (Word("hai", 100, 90), Word("nghìn", 100, 300)),
        (Word("hai", -100, 90), Word("nghìn", 100, 300)),
        (Word("hai", 0, 90), Word("nghìn", 100, 900)),
    ],
)
def test_times_that_cannot_be_are_not_told(told: tuple[Word, ...]) -> None:
    assert whole(told, ["hai", "nghìn"], 400) == ()
