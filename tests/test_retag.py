"""Tags corrected together with the sidecar, so that a feed goes on believing the episode."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import Path

import eyed3
import jsonschema
import numpy as np
import pytest

from radio import sidecar, tags
from radio.chapters import chapters, to_json
from radio.errors import ClipError, OutputError
from radio.outbox import outbox
from radio.retag import adopt, retag
from radio.script import Credit
from radio.tags import Changes, info
from tests.pressing import press_mp3
from tests.test_episode_files import episode

CHANGES = Changes(title="Tên mới", credits=(Credit("BT", "K'Brêu", "BT: K'Brêu"),), programme="Bản tin")


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    """An MP3 with its sidecar."""
    path = press_mp3(tmp_path / "a.mp3", (8000 * np.sin(np.arange(48_000) / 20)).astype(np.int16))
    values = sidecar.to_json(episode())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    values["media"] |= {"bytes": path.stat().st_size, "sha256": digest}
    path.with_suffix(".json").write_text(sidecar.dumped(values), "utf-8")
    return path


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """An episode's MP3 as it is made, with its tag and its sidecar."""
    path = press_mp3(tmp_path / "a.mp3", (8000 * np.sin(np.arange(48_000 * 3) / 20)).astype(np.int16))
    tags.write(path, episode())
    values = sidecar.to_json(episode())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    values["media"] |= {"bytes": path.stat().st_size, "sha256": digest}
    path.with_suffix(".json").write_text(sidecar.dumped(values), "utf-8")
    return path


def tag_elsewhere(mp3: Path) -> None:
    """Change the title with another program."""
    tag = eyed3.load(mp3).tag
    tag.title = "Tên do chương trình khác"
    tag.save()


def test_the_sidecar_follows(mp3: Path) -> None:
    before = json.loads(mp3.with_suffix(".json").read_text("utf-8"))
    assert retag(mp3, CHANGES) == (mp3, mp3.with_suffix(".json"))
    after = json.loads(mp3.with_suffix(".json").read_text("utf-8"))
    jsonschema.validate(after, sidecar.schema())
    assert after["title"] == "Tên mới"
    assert (after["byline"], after["credits"]) == ("BT: K'Brêu", [{"role": "BT", "name": "K'Brêu"}])
    assert after["programme"] == "Bản tin"
    assert dict(info(mp3).texts)["artist"] == "K'Brêu"
    for key in ("id", "published", "segments", "lead", "files"):
        assert after[key] == before[key]
    found = outbox(mp3.parent, every_byte=True)
    assert found.left_out == ()
    assert found.items[0].title == "Tên mới"


def test_a_sidecar_of_another_file_is_left_alone(mp3: Path) -> None:
    beside = mp3.with_suffix(".json")
    for text in (sidecar.to_text(episode()), '{"title": "của tôi"}', "không phải JSON"):
        beside.write_text(text, "utf-8")
        assert retag(mp3, CHANGES) == (mp3,)
        assert beside.read_text("utf-8") == text
    beside.unlink()
    assert retag(mp3, CHANGES) == (mp3,)


def test_both_or_neither(mp3: Path) -> None:
    mp3.write_bytes(b"RIFF")
    before = mp3.with_suffix(".json").read_bytes()
    with pytest.raises(ClipError):
        retag(mp3, CHANGES)
    assert mp3.read_bytes() == b"RIFF"
    assert mp3.with_suffix(".json").read_bytes() == before
    assert sorted(p.name for p in mp3.parent.iterdir()) == ["a.json", "a.mp3"]


def test_the_mp3_among_several_files(made: Path) -> None:
    told = json.loads(made.with_suffix(".json").read_text("utf-8"))
    wav = {**told["media"], "file": "a.wav", "type": "audio/wav", "sha256": "1" * 64, "bytes": 9}
    schema = told.pop("schema")
    rewritten = {"schema": schema, **told, "renditions": [wav, told["media"]], "media": wav}
    made.with_suffix(".json").write_text(json.dumps(rewritten), "utf-8")

    def check(written: tuple[Path, ...]) -> None:
        assert made.with_suffix(".json") in written
        after = json.loads(made.with_suffix(".json").read_text("utf-8"))
        assert after["media"] == after["renditions"][0] == wav
        assert after["renditions"][1]["sha256"] == hashlib.sha256(made.read_bytes()).hexdigest()
        assert outbox(made.parent, every_byte=True).left_out == ()

    check(retag(made, CHANGES))
    tag_elsewhere(made)
    check(adopt(made))


def test_the_chapters_tell_the_new_title(mp3: Path) -> None:
    marks = mp3.with_name("a.chapters.json")
    marks.write_text(to_json(chapters(episode().track), episode().script.title), "utf-8")
    assert retag(mp3, CHANGES) == (mp3, mp3.with_suffix(".json"), marks)
    told = json.loads(marks.read_text("utf-8"))
    assert (told["title"], len(told["chapters"])) == ("Tên mới", 2)
    assert retag(mp3, Changes(programme="Khác")) == (mp3, mp3.with_suffix(".json"))


@pytest.mark.parametrize("files", [None, 5, [5], [{"kind": "chapters"}], [{"kind": "chapters", "file": 5}],
                                   [{"kind": "chapters", "file": "../../a.json"}]])  # fmt: skip
def test_a_sidecar_that_lies_of_its_files(mp3: Path, files: object) -> None:
    beside = mp3.with_suffix(".json")
    told = json.loads(beside.read_text("utf-8"))
    beside.write_text(json.dumps({**told, "files": files}), "utf-8")
    assert retag(mp3, CHANGES) == (mp3, beside)


def test_behind_a_link_is_the_file(mp3: Path) -> None:
    real = mp3.rename(mp3.with_name("thật.mp3"))
    try:
        mp3.symlink_to(real.name)
    except OSError:
        pytest.skip("links need a right that is not given here")
    mp3.with_suffix(".json").rename(real.with_suffix(".json"))
    assert [p.name for p in retag(mp3, CHANGES)] == ["thật.mp3", "thật.json"]
    assert mp3.is_symlink()
    assert dict(info(real).texts)["title"] == "Tên mới"


def test_a_protected_file_stays(mp3: Path) -> None:
    before = mp3.read_bytes()
    mp3.chmod(0o444)
    with pytest.raises(OutputError, match="protected"):
        retag(mp3, CHANGES)
    assert mp3.read_bytes() == before
    mp3.chmod(0o640)
    retag(mp3, CHANGES)
    if os.name == "posix":
        assert stat.S_IMODE(mp3.stat().st_mode) == 0o640, "what was not for everybody still is not"


@pytest.mark.skipif(os.name != "posix", reason="sets a limit that other systems do not know")
def test_a_full_disk_changes_nothing(mp3: Path) -> None:
    import resource  # noqa: PLC0415 - of this system alone

    before = {path: path.read_bytes() for path in mp3.parent.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, hard))
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            retag(mp3, CHANGES)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path: path.read_bytes() for path in mp3.parent.iterdir()} == before


def test_what_another_program_has_corrected_is_adopted(made: Path) -> None:
    assert adopt(made) == ()
    tag_elsewhere(made)
    later = made.with_suffix(".json").stat().st_mtime_ns + 10_000_000
    os.utime(made, ns=(later, later))
    (left,) = outbox(made.parent).left_out
    assert "radio tag a.mp3" in left.reason
    assert [p.name for p in adopt(made)] == ["a.json"]
    (item,) = outbox(made.parent, every_byte=True).items
    assert item.title == "Tên do chương trình khác"
    values = json.loads(made.with_suffix(".json").read_text("utf-8"))
    jsonschema.validate(values, sidecar.schema())
    assert values["credits"] == sidecar.to_json(episode())["credits"]
    assert adopt(made) == ()


@pytest.mark.parametrize("how", ["cut", "longer", "other rate", "none"])
def test_another_sound_is_not_adopted(made: Path, how: str) -> None:
    before = made.with_suffix(".json").read_bytes()
    if how == "cut":
        made.write_bytes(made.read_bytes()[:-2000])
    elif how == "none":
        made.write_bytes(b"RIFF")
    else:
        seconds, rate = (5, 128) if how == "longer" else (3, 64)
        tone = (8000 * np.sin(np.arange(48_000 * seconds) / 20)).astype(np.int16)
        press_mp3(made, tone, bitrate_kbps=rate)
    with pytest.raises(ClipError):
        adopt(made)
    assert made.with_suffix(".json").read_bytes() == before
