from __future__ import annotations

import multiprocessing
import os
import time
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from radio.audio.clip import Clip, samples
from radio.errors import VoiceError
from radio.voices import Cached, VoiceOptions, clear, usage
from radio.voices.cache import prune
from radio.voices.tone import Tone


class Counting(Tone):
    """A tone that counts its sentences, and refuses one."""

    def __init__(self, options: VoiceOptions | None = None) -> None:
        super().__init__(options or VoiceOptions())
        self.said: list[str] = []

    def speak(self, text: str) -> Clip:
        self.said.append(text)
        if text == "không":
            raise VoiceError("tone", "will not", "ask for something else")
        return super().speak(text)


def test_a_second_time_is_not_spoken_but_sounds_the_same(tmp_path: Path) -> None:
    voice = Counting()
    cached = Cached(voice, tmp_path)
    first, second = cached.speak("Xin chào Ánh"), cached.speak("Xin chào Ánh")
    assert first == second == voice.speak("Xin chào Ánh")
    assert second.words == first.words
    assert second.sound.frame_rate == first.sound.frame_rate
    assert len(voice.said) == 2  # the cache's one question, and the test's own


def test_what_several_want_at_once_is_spoken_once(tmp_path: Path) -> None:
    class Slow(Counting):
        def speak(self, text: str) -> Clip:
            time.sleep(0.1)
            return super().speak(text)

    voice = Slow()
    cached = Cached(voice, tmp_path)
    with ThreadPoolExecutor(8) as pool:
        clips = list(pool.map(cached.speak, ["xin chào", "chào"] * 4))
    assert sorted(voice.said) == ["chào", "xin chào"]
    assert clips[:2] * 4 == clips


def test_it_carries_the_name_of_its_voice(tmp_path: Path) -> None:
    cached = Cached(Tone(VoiceOptions()), tmp_path)
    assert (cached.name, cached.engine, cached.version) == ("tone", "tone", "1")


def test_spelling_of_one_text_is_one_entry(tmp_path: Path) -> None:
    cached = Cached(Tone(VoiceOptions()), tmp_path)
    assert cached.entry("A\u0301nh  ơi") == cached.entry("Ánh ơi")


def test_everything_that_changes_the_sound_is_in_the_key(tmp_path: Path) -> None:
    class Newer(Tone):
        version = "2"

    class Other(Tone):
        engine = "other"

    voices = [
        Tone(VoiceOptions()),
        Tone(VoiceOptions(rate=1.5)),
        Newer(VoiceOptions()),
        Other(VoiceOptions()),
    ]
    entries = {Cached(voice, tmp_path).entry(text) for voice in voices for text in ("xin", "chào")}
    assert len(entries) == 8


def test_an_entry_is_a_wav_that_players_play(tmp_path: Path) -> None:
    cached = Cached(Tone(VoiceOptions()), tmp_path)
    clip = cached.speak("xin chào")
    with wave.open(str(cached.entry("xin chào"))) as sound:
        assert sound.readframes(sound.getnframes()) == samples(clip).tobytes()


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "no wav"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: str) -> None:
    voice = Counting()
    cached = Cached(voice, tmp_path)
    whole = cached.speak("xin chào")
    entry = cached.entry("xin chào")
    data = bytearray(entry.read_bytes())
    data[1000] ^= 1
    harm = {"cut": bytes(data[:5000]), "flip": bytes(data), "empty": b"", "no wav": b"RIFF"}
    entry.write_bytes(harm[damage])
    assert cached.speak("xin chào") == whole
    assert len(voice.said) == 2
    assert cached.speak("xin chào") == whole
    assert len(voice.said) == 2


def test_a_refusal_is_not_kept(tmp_path: Path) -> None:
    cached = Cached(Counting(), tmp_path)
    with pytest.raises(VoiceError):
        cached.speak("không")
    assert not list(tmp_path.rglob("*.wav"))


def test_silence_is_kept_too(tmp_path: Path) -> None:
    voice = Counting()
    cached = Cached(voice, tmp_path)
    assert cached.speak("…") == cached.speak("…")
    assert len(voice.said) == 1


def test_where_the_disk_refuses_it_is_spoken_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    cached = Cached(Tone(VoiceOptions()), tmp_path / "file")
    assert cached.speak("xin") == Tone(VoiceOptions()).speak("xin")


def _speak_all(folder: Path) -> None:
    cached = Cached(Tone(VoiceOptions()), folder)
    for _ in range(3):
        for number in range(12):
            cached.speak(f"câu số {number}")


def test_several_processes_on_one_folder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_speak_all, args=(tmp_path,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    voice = Counting()
    cached = Cached(voice, tmp_path)
    for number in range(12):
        assert cached.speak(f"câu số {number}") == Tone(VoiceOptions()).speak(f"câu số {number}")
    assert voice.said == []
    assert len(list(tmp_path.rglob("*"))) == 13  # the entries and the engine's folder, no leftovers


def _clear_often(folder: Path) -> None:
    for _ in range(200):
        clear(folder)
        prune(folder, 1)


def test_several_processes_while_others_clear_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_speak_all, args=(tmp_path,)) for _ in range(2)]
    workers += [context.Process(target=_clear_often, args=(tmp_path,))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert not list(tmp_path.rglob(".*"))


def test_what_a_killed_process_has_left_is_cleared_but_not_what_is_being_written(tmp_path: Path) -> None:
    cached = Cached(Tone(VoiceOptions()), tmp_path)
    cached.speak("một")
    old, new = tmp_path / "tone" / ".old-1-1.wav", tmp_path / "tone" / ".new-2-2.wav"
    for left in (old, new):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    clear(tmp_path)
    assert list((tmp_path / "tone").iterdir()) == [new]


def test_it_is_bounded_and_the_oldest_use_goes_first(tmp_path: Path) -> None:
    one = len(Cached(Tone(VoiceOptions()), tmp_path).speak("một hai").sound.raw_data) + 200
    cached = Cached(Tone(VoiceOptions()), tmp_path, most_bytes=10 * one)
    texts = [f"câu {number}" for number in range(30)]
    for place, text in enumerate(texts):
        cached.speak(text)
        # Used again, so that it stays; each a little later, whatever the file system's clock.
        cached.speak(texts[0])
        os.utime(cached.entry(text), (place, place))
        os.utime(cached.entry(texts[0]), (place + 0.5, place + 0.5))
    assert sum(f.stat().st_size for f in tmp_path.rglob("*.wav")) <= 10 * one
    kept = [text for text in texts if cached.entry(text).exists()]
    assert kept[0] == texts[0]
    assert kept[1:] == texts[-len(kept) + 1 :]
    assert len(kept) >= 7


def test_what_is_kept_is_counted_and_cleared(tmp_path: Path) -> None:
    assert usage(tmp_path / "nothing") == ()
    cached = Cached(Tone(VoiceOptions()), tmp_path)
    for text in ("một", "hai", "một"):
        cached.speak(text)
    (found,) = usage(tmp_path)
    assert (found.engine, found.sentences) == ("tone", 2)
    assert clear(tmp_path) == found.bytes > 30_000
    assert usage(tmp_path) == ()
    assert cached.speak("một").words
