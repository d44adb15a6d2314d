"""gtts: Google's voice, by gTTS's tokeniser and request bodies, but sent by ourselves.

gTTS 2.5 sends one request after the other, with no time-out and with TLS verification switched off. Here
a few go at once (`google_service`), verified, with time-outs, patience and a check of every answer.
"""

from __future__ import annotations

import functools
import importlib.metadata
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, wait

import numpy as np

from radio import ffmpeg
from radio.audio.clip import HOUSE_RATE, Clip, from_samples, samples
from radio.audio.silence import speech_span
from radio.audio.sound import Excerpt
from radio.errors import ClipError, VoiceError
from radio.voices.google_service import line, service, sound_of
from radio.voices.hearing import complaint
from radio.voices.patience import Patience, TryAgain, patiently
from radio.voices.pieces import cut
from radio.voices.voice import VoiceOptions, clean, named, sayable

# Silence left where pieces are joined. Within a clause no more than a stop consonant's own: 50 to 90 ms.
_BREATH_MS, _SEAM_MS = 180, 50  # behind the end of a clause, and behind a word within one
_BEFORE_MS = 20
_OPENERS = "([¿¡"


class Google:
    """Google Translate's voice: one accent, one rate; needs a network."""

    engine = "gtts"
    online = True
    syllable_ms = 120
    dies_away = True

    def __init__(self, options: VoiceOptions) -> None:
        self.version = importlib.metadata.version("gTTS")
        self._service = service(options.extra)
        self._language = options.language
        self.name = f"gtts {options.language}"
        # The address is part of it: each of Google's domains may speak in an accent of its own.
        self.settings = f"{options.language} {self._service.address}"
        self._patience = Patience(self._service.tries, self._service.wait, self._service.patience)
        self._line = line(self._service)
        self._closed = False
        self._stops: set[threading.Event] = set()  # of the sentences being spoken

    @staticmethod
    def about() -> str:
        """One line for people; asks no network. Raises ImportError without gTTS."""
        return f"Google's voice, online, one accent; gTTS {importlib.metadata.version('gTTS')}"

    def speak(self, text: str) -> Clip:
        """The sound of ``text`` at the house rate; its pieces are asked for at once."""
        text = clean(text)
        pieces = [piece for piece in cut(text, _most_chars(), clause_ends) if sayable(piece)]
        stop = threading.Event()
        self._stops.add(stop)
        asked: list[Future[Clip]] = []
        try:
            if self._closed:  # looked at now that `close` would find the sentence
                raise self._stopped()
            asked = [self._line.pool.submit(self._piece, piece, text, stop) for piece in pieces]
            # The first to fail ends the sentence, whichever piece it is.
            for answer in wait(asked, return_when=FIRST_EXCEPTION).done:
                answer.result()
            return joined(pieces, [answer.result() for answer in asked])
        finally:
            # Neither a failure nor an interruption leaves the others asking.
            self._stops.discard(stop)
            stop.set()
            for answer in asked:
                answer.cancel()
            self._line.hang_up()

    def close(self) -> None:
        """Ask for nothing more: sentences that are waited for raise VoiceError."""
        self._closed = True
        for stop in tuple(self._stops):
            stop.set()
        self._line.hang_up()

    def _stopped(self) -> VoiceError:
        return VoiceError(self.name, "has been told to stop", "open it again")

    def _piece(self, piece: str, sentence: str, stop: threading.Event) -> Clip:
        if stop.is_set():
            raise self._stopped()
        subject = f"{self.engine}, {named(sentence)}"
        body = request_body(piece, self._language)

        def attempt(left_s: float) -> Clip:
            answer = self._line.ask(body, _headers(), left_s=left_s, subject=subject, stop=stop)
            return heard(sound_of(answer), piece)

        return patiently(attempt, self._patience, subject=subject, stop=stop)


def clause_ends(text: str) -> Iterator[int]:
    """Where gTTS's tokeniser would cut, as positions behind the mark: nothing of the text is lost."""
    from gtts.tokenizer import Tokenizer, tokenizer_cases  # noqa: PLC0415 - an engine is loaded on use

    cases = (
        tokenizer_cases.tone_marks,
        tokenizer_cases.period_comma,
        tokenizer_cases.colon,
        tokenizer_cases.other_punctuation,
    )
    for match in Tokenizer(list(cases)).total_regex.finditer(text):
        yield match.start() if match[0] in _OPENERS else match.end()


def request_body(piece: str, language: str) -> str:
    """What gTTS would send for ``piece``, which is no longer than it takes at a time."""
    from gtts import gTTS  # noqa: PLC0415 - an engine is loaded on use

    (body,) = gTTS(piece, lang=language, lang_check=False, pre_processor_funcs=[]).get_bodies()
    return str(body)


def _most_chars() -> int:
    from gtts import gTTS  # noqa: PLC0415 - an engine is loaded on use

    return int(gTTS.GOOGLE_TTS_MAX_CHARS)


@functools.cache
def _headers() -> Mapping[str, str]:
    from gtts import gTTS  # noqa: PLC0415 - an engine is loaded on use

    return dict(gTTS.GOOGLE_TTS_HEADERS)


def heard(mp3: bytes, piece: str) -> Clip:
    """The sound of an MP3 that is to say ``piece``. Raises TryAgain where it cannot be all of it."""
    try:
        clip = ffmpeg.decode(mp3, subject="the service's answer")
    except ClipError as error:
        raise TryAgain(f"{error.subject} {error.problem}") from error
    if wrong := complaint(piece, clip, syllable_ms=Google.syllable_ms, dies_away=True):
        raise TryAgain(f"the service {wrong}")
    return clip


def joined(pieces: Sequence[str], clips: Sequence[Clip]) -> Clip:
    """The pieces' clips as one, with no more silence between them than a reader leaves."""
    parts = []
    for index, (piece, clip) in enumerate(zip(pieces, clips, strict=True)):
        sound = samples(clip)
        after_ms = _SEAM_MS if piece[-1].isalnum() else _BREATH_MS
        start, end = speech_span(sound, HOUSE_RATE, before_ms=_BEFORE_MS, after_ms=after_ms)
        # The sentence's own ends are the caller's to cut.
        first, last = index == 0, index + 1 == len(clips)
        kept = Excerpt(sound, 0 if first else start, len(sound) if last else end)
        parts.append(kept[0 : len(kept)])
    return from_samples(np.concatenate([np.zeros(0, np.int16), *parts]), HOUSE_RATE)
