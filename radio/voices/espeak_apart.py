"""libespeak-ng in a process of its own, for texts that nobody has tried it with: if it dies, it dies alone.

The process gets a JSON object on its standard input (`sent`, and the fields of `Manner`), and answers with
one line of JSON (the marks) and the samples behind it. That takes a quarter of a second: see `plain`.
"""

from __future__ import annotations

import itertools
import json
import os
import string
import subprocess
import sys
import unicodedata
from dataclasses import asdict

from radio.voices.espeak_library import Copy, Manner, Mark, Said, wheel

_TIMEOUT_S = 20  # a sentence of a thousand words takes half a second
# Mixtures of these have been spoken by the ten thousand, at random, without an accident.
_VOWELS, _TONES = "aăâeêioôơuưy", "\u0300\u0301\u0303\u0309\u0323"
_TONED = (unicodedata.normalize("NFC", v + t) for v, t in itertools.product(_VOWELS, ("", *_TONES)))
_SMALL = "".join(_TONED) + "đ"
LETTERS = frozenset(_SMALL + _SMALL.upper() + string.ascii_letters)
_PLAIN = LETTERS | frozenset(string.digits + " .,;:?!%-'’")
_LONGEST_WORD = 31  # characters


def plain(sent: str) -> bool:
    """Whether the library can be trusted with ``sent``: Vietnamese words, digits and common marks."""
    return _PLAIN.issuperset(sent) and all(len(word) <= _LONGEST_WORD for word in sent.split())


class Breakdown(Exception):  # noqa: N818 - a signal to the voice, which knows the sentence; never shown
    """The process died, or hung."""


def speak_apart(sent: str, manner: Manner) -> Said:
    """What `Copy.speak` gives, in a process of its own. Raises Breakdown where that dies or hangs."""
    asked = json.dumps({"sent": sent, **asdict(manner)}).encode("ascii")
    command = [sys.executable, "-m", __name__]
    # The process must find this package where this one has found it.
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    try:
        done = subprocess.run(
            command, input=asked, env=env, capture_output=True, timeout=_TIMEOUT_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Breakdown from error
    head, _, pcm = done.stdout.partition(b"\n")
    return pcm, [Mark(*mark) for mark in json.loads(head)]


def main() -> None:
    """The process: speak what standard input asks for."""
    asked = json.load(sys.stdin)
    # All of the data: other scripts' letters have their names in other languages' dictionaries.
    copy = Copy(*map(str, wheel()))
    copy.seed()
    pcm, marks = copy.speak(asked.pop("sent"), Manner(**asked))
    head = json.dumps([(mark.position, mark.at_ms) for mark in marks])
    sys.stdout.buffer.write(head.encode("ascii") + b"\n" + pcm)


if __name__ == "__main__":
    main()
