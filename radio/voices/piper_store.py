"""The folder of piper's voices, and how they come there. Needs no engine."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from radio.errors import VoiceError
from radio.files import output_error, replacing
from radio.voices.download import Wanted, download, fetch_json, fetch_text

CATALOGUE = "https://huggingface.co/rhasspy/piper-voices/resolve/main/"
_NAME = re.compile(r"[a-z]{2,3}_[A-Z]{2,3}-[A-Za-z0-9_+]+-[a-z_]+")
_FILE = re.compile(r"\w[\w.+-]{0,99}")  # a name that any file system takes, and that leads nowhere
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})
_MOST_MODEL, _MOST_JSON = 1 << 30, 16 << 20  # bytes

Told = Callable[[int, int], None]  # bytes that are there, of how many; 0 of how many where nobody knows


@dataclass(frozen=True, slots=True)
class Added:
    """A voice that has come."""

    name: str
    path: Path  # of the model
    licence: str  # the line of its model card that says it; "" where nothing does
    checked: bool  # whether its bytes were compared with a published checksum


def folder(data_dir: Path) -> Path:
    """Where the voices are."""
    return data_dir / "piper"


def installed(data_dir: Path) -> tuple[str, ...]:
    """The names of the voices that are there."""
    return tuple(sorted(path.stem for path in folder(data_dir).glob("*.onnx")))


def stored(name: str, data_dir: Path | None) -> Path:
    """The model of the voice ``name``, a path or a name in the folder; "" for the only one.

    Raises VoiceError where there is none.
    """
    if name.endswith(".onnx"):
        if Path(name).is_file():
            return Path(name)
        raise VoiceError(f"piper voice {name!r}", "is not there", "look at the path")
    there = installed(data_dir) if data_dir else ()
    if data_dir and (name in there or (not name and len(there) == 1)):
        return folder(data_dir) / f"{name or there[0]}.onnx"
    if not there:
        remedy = "fetch one, such as: radio voices add vi_VN-vais1000-medium"
        raise VoiceError("piper", "has no voice yet", remedy)
    remedy = f"choose one of: {', '.join(f'piper:{voice}' for voice in there)}"
    if not name:
        raise VoiceError("piper", "has several voices", remedy)
    raise VoiceError(f"piper voice {name!r}", "is not there", remedy)


def add(source: str, data_dir: Path, *, catalogue: str = CATALOGUE, told: Told = lambda *_: None) -> Added:
    """Bring a voice into the folder: by its name in ``catalogue``, from an address, or from a file here.

    Raises VoiceError, VoiceBusyError where a later try may succeed, OutputError.
    """
    target = folder(data_dir)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(target, error) from error
    if "://" in source:
        return _from_address(source, target, told)
    if source.endswith(".onnx"):
        return _from_file(Path(source), target)
    return _from_catalogue(source, target, catalogue, told)


def _from_catalogue(name: str, target: Path, catalogue: str, told: Told) -> Added:
    if not _NAME.fullmatch(name):
        remedy = "write it like vi_VN-vais1000-medium, or give an https address or a file that ends in .onnx"
        raise VoiceError(f"piper voice {name!r}", "is no name of one", remedy)
    listed: Any = fetch_json(f"{catalogue}voices.json", _MOST_JSON)
    if not isinstance(listed, dict) or name not in listed:
        language = name.partition("-")[0]
        alike = [known for known in listed if known.startswith(language)] if isinstance(listed, dict) else []
        remedy = f"choose one of: {', '.join(sorted(alike))}" if alike else "look at the catalogue"
        raise VoiceError(f"piper voice {name!r}", "is not in the catalogue", remedy)
    try:
        files: dict[str, Wanted] = {
            path: Wanted(f"{catalogue}{path}", int(facts["size_bytes"]), str(facts["md5_digest"]))
            for path, facts in listed[name]["files"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise VoiceError(catalogue, "is no catalogue of voices", "try again later") from error
    model = _only(files, ".onnx", name)
    description = _only(files, ".onnx.json", name)
    card = next((wanted.url for path, wanted in files.items() if path.endswith("MODEL_CARD")), "")
    return _fetched(name, model, description, card, target, told)


def _only(files: dict[str, Wanted], ending: str, name: str) -> Wanted:
    found = next((wanted for path, wanted in files.items() if path.endswith(ending)), None)
    if found is None:
        raise VoiceError(f"piper voice {name!r}", f"has no {ending} in the catalogue", "choose another")
    return found


def _from_address(address: str, target: Path, told: Told) -> Added:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise VoiceError(address, f"is no address ({error})", "look at the address") from error
    name = unquote(parts.path).rpartition("/")[2].removesuffix(".onnx")
    if parts.scheme != "https" or not parts.path.endswith(".onnx") or not name:
        raise VoiceError(
            address, "is no address of a voice", "give one that begins with https:// and ends in .onnx"
        )
    if not _FILE.fullmatch(name) or name.partition(".")[0].lower() in _DEVICES:
        raise VoiceError(address, "is no good name for a file", "fetch it by hand and add it as a file")
    model = Wanted(address)
    description = Wanted(parts._replace(path=f"{parts.path}.json").geturl())
    card = parts._replace(path=parts.path.rpartition("/")[0] + "/MODEL_CARD").geturl()
    return _fetched(name, model, description, card, target, told)


def _fetched(name: str, model: Wanted, description: Wanted, card: str, target: Path, told: Told) -> Added:
    path = target / f"{name}.onnx"
    beside = path.with_name(f"{path.name}.json")
    parts = [file.with_name(f"{file.name}.part") for file in (beside, path)]
    download(description, parts[0], most_bytes=_MOST_JSON)
    download(model, parts[1], most_bytes=_MOST_MODEL, told=told)
    licence = _licence(fetch_text(card, _MOST_JSON)) if card else ""
    try:
        # The model comes last: a voice without its description is not there.
        for part, file in zip(parts, (beside, path), strict=True):
            part.replace(file)
    except OSError as error:
        raise output_error(path, error) from error
    return Added(name, path, licence, bool(model.md5))


def _licence(card: str) -> str:
    """The line of a model card that tells the licence."""
    lines = (line.strip(" *#-\t") for line in card.splitlines())
    return next((line for line in lines if "licen" in line.lower()), "")


def _from_file(model: Path, target: Path) -> Added:
    description = model.with_name(f"{model.name}.json")
    for source in (model, description):
        if not source.is_file():
            raise VoiceError(source, "is not there", "a voice is two files: NAME.onnx and NAME.onnx.json")
    path = target / model.name
    with replacing(path.with_name(description.name), path) as (second, first):
        try:
            shutil.copyfile(description, second)
            shutil.copyfile(model, first)
        except OSError as error:
            raise output_error(path, error) from error
    card = model.with_name("MODEL_CARD")
    licence = _licence(card.read_text("utf-8", "replace")) if card.is_file() else ""
    return Added(model.stem, path, licence, checked=False)
