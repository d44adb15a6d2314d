"""The rooms' table in radio/__init__.py is the law: nothing imports from a row below its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import radio

ROOT = Path(radio.__file__).parent


def rooms() -> dict[str, int]:
    """Room → row, from the table in the package's docstring."""
    table: dict[str, int] = {}
    for line in (radio.__doc__ or "").splitlines():
        if match := re.match(r"(\d+) +(.*?)  +\S", line):
            for room in match[2].split(","):
                table[room.strip()] = int(match[1])
    return table


def room_of(module: str, table: dict[str, int]) -> str:
    """The longest entry of the table that holds ``module`` (dotted, without "radio.")."""
    parts = module.split(".")
    for end in range(len(parts), 0, -1):
        if ".".join(parts[:end]) in table:
            return ".".join(parts[:end])
    raise AssertionError(f"radio.{module} is in no row of the table in radio/__init__.py")


def imports(path: Path) -> set[str]:
    """Modules of radio that ``path`` imports, dotted, without "radio."."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the arrow"
            base = node.module or ""
            for alias in node.names:
                deeper = ROOT / f"{base}.{alias.name}".replace("radio.", "", 1).replace(".", "/")
                is_module = deeper.is_dir() or deeper.with_suffix(".py").exists()
                found.add(f"{base}.{alias.name}" if base.startswith("radio") and is_module else base)
    return {m.removeprefix("radio.") for m in found if m.startswith("radio.")}


def test_every_arrow_points_up() -> None:
    table = rooms()
    assert len(table) > 12
    wrong = []
    for path in sorted(ROOT.rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if module in ("__init__", "__main__"):
            continue
        here = room_of(module, table)
        for target in imports(path):
            there = room_of(target, table)
            if there != here and table[there] >= table[here]:
                wrong.append(f"{module} (row {table[here]}) imports {target} (row {table[there]})")
    assert not wrong


def test_foreign_libraries_stay_in_their_rooms() -> None:
    """pydub in audio, mutagen in tags, typer in cli, an engine's library in its own module."""
    allowed = {
        "pydub": ("audio",), "mutagen": ("tags",), "typer": ("cli",), "gtts": ("voices/google",),
        "espeakng_loader": ("voices/espeak",), "imageio_ffmpeg": ("ffmpeg",), "requests": ("voices", "read"),
        "subprocess": ("ffmpeg", "voices"), "soxr": ("audio",),
    }  # fmt: skip
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for top in (n.split(".")[0] for n in names):
                assert top not in allowed or name.startswith(allowed[top]), f"{name} imports {top}"
