"""What scripts/bench_voices starts: ARTICLE RUNS ANSWER_MS REQUESTS, in the environment of the tests."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import trustme  # noqa: E402

from radio import sentences, speech  # noqa: E402
from radio.voices import VoiceOptions  # noqa: E402
from radio.voices.espeak import Espeak, prepare  # noqa: E402
from radio.voices.espeak_library import Copy, Manner, wheel  # noqa: E402
from radio.voices.google import clause_ends  # noqa: E402
from radio.voices.pieces import cut  # noqa: E402
from radio.voices.voice import clean  # noqa: E402
from tests.voices import translate  # noqa: E402
from tests.voices.translate import Answer, Translate  # noqa: E402

# gtts-cli as it is, but for the address: it knows Google's alone.
GTTS_CLI = """
import sys, gtts.tts, gtts.cli
service = sys.argv.pop()
gtts.tts._translate_url = lambda tld, path: f"{service}/{path}"
gtts.cli.tts_cli()
"""


def main() -> None:
    """Measure, and print what came of it."""
    article, runs, answer_ms, requests = Path(sys.argv[1]), *map(int, sys.argv[2:])
    paragraphs = story(article.read_text("utf-8"), requests)
    authority = trustme.CA()
    with (
        tempfile.TemporaryDirectory() as name,
        translate.serving(authority.issue_cert("localhost")) as service,
    ):
        folder = Path(name)
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        service.usual = after(answer_ms / 1000)
        (folder / "station.toml").write_text(f'[voices.gtts]\nurl = "{service.url}"\n', "utf-8")
        online(paragraphs, folder, service, runs)
    embedded(spoken(paragraphs), 5 * runs)


def story(article: str, requests: int) -> list[str]:
    """The article's paragraphs, numbered, again and again until they take so many requests."""
    lines = [line.strip() for line in article.splitlines() if len(line) > 100]
    told: list[str] = []
    while sum(len(cut(line, 100, clause_ends)) for line in told) < requests:
        told.append(f"Tin thứ {len(told) + 1}: {lines[len(told) % len(lines)]}")
    return told


def after(seconds: float) -> Answer:
    """The service's answer, so long after it was asked."""

    def answer(handler: BaseHTTPRequestHandler, text: str) -> None:
        end = time.monotonic() + seconds
        sound = translate.mp3(text)
        time.sleep(max(0.0, end - time.monotonic()))
        translate.send(handler, translate.speech(sound))

    return answer


def online(paragraphs: list[str], folder: Path, service: Translate, runs: int) -> None:
    text, article = "\n".join(paragraphs), folder / "bai.txt"
    article.write_text("\n\n".join(["Bản tin thử", *paragraphs]), "utf-8")
    (folder / "text.txt").write_text(text, "utf-8")
    first = paragraphs[0].replace(" ", " hôm nay ", 1)
    (folder / "corrected.txt").write_text("\n\n".join(["Bản tin thử", first, *paragraphs[1:]]), "utf-8")
    gtts = [sys.executable, "-W", "ignore", "-c", GTTS_CLI, "-l", "vi", "-f", "text.txt", "-o", "g.mp3"]
    make = [sys.executable, "-m", "radio", "make", "--voice", "gtts", "--quiet", "-o", "radio.mp3"]
    taken: dict[str, list[tuple[float, int]]] = {}
    for number in range(runs):
        env = {
            **os.environ, "PYTHONPATH": str(ROOT), "REQUESTS_CA_BUNDLE": str(folder / "ca.pem"),
            **dict.fromkeys(("XDG_CACHE_HOME", "LOCALAPPDATA"), str(folder / f"cache-{number}")),
        }  # fmt: skip
        for name, command in {
            "gtts-cli": [*gtts, service.url],
            "radio make": [*make, "bai.txt"],
            "again": [*make, "bai.txt"],
            "one word corrected": [*make, "corrected.txt"],
        }.items():
            service.asked.clear()
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, env=env, check=True, stderr=subprocess.DEVNULL)
            taken.setdefault(name, []).append((time.perf_counter() - start, len(service.asked)))
    yardstick = statistics.median(s for s, _ in taken["gtts-cli"])
    for name, found in taken.items():
        seconds = statistics.median(s for s, _ in found)
        asked = ", ".join(sorted({str(count) for _, count in found}))
        print(f"{name:20} {seconds:6.2f} s  {seconds / yardstick:6.3f} of gtts-cli  {asked:>4} requests")


def spoken(paragraphs: list[str]) -> list[list[str]]:
    """The sentences of each paragraph as a voice gets them."""
    return [[speech.normalize(p[a:b].strip()).text for a, b in sentences.split(p)] for p in paragraphs]


def embedded(passages: list[list[str]], runs: int) -> None:
    """The library's own time for the passages, and ours, in turns: a busy machine slows both."""
    bare, voice, manner = Copy(*map(str, wheel())), Espeak(VoiceOptions()), Manner("vi-vn-x-south")
    sent = [[prepare(clean(text)).sent for text in texts] for texts in passages]

    def library() -> None:
        for texts in sent:
            for text in texts:
                bare.speak(text, manner)

    def ours() -> None:
        for texts in passages:
            voice.speak_all(texts)

    library()
    ours()
    times = [(seconds(library), seconds(ours)) for _ in range(runs)]
    of_library, of_ours = (min(column) for column in zip(*times, strict=True))
    added = statistics.median(ours / library - 1 for library, ours in times)
    print(
        f"espeak, {len(passages)} passages: library {of_library * 1e3:.1f} ms, ours {of_ours * 1e3:.1f} ms, "
        f"{of_ours / of_library - 1:+.1%} (medians {added:+.1%})"
    )


def seconds(call: Callable[[], None]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
