"""README's commands are run, and every command is in it."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from tests.cli.conftest import ROOT, SAMPLES, Radio

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines()]


def test_every_command_works_as_it_stands(radio: Radio, tmp_path: Path) -> None:
    shutil.copytree(SAMPLES, tmp_path / "samples")
    ran = []
    for line in COMMANDS:
        words = shlex.split(line, comments=True)
        if words and words[0] == "radio":
            done = radio(*words[1:])
            assert done.returncode == 0, f"{line}: {done.stderr}"
            ran.append(words[1])
    assert len(ran) >= 7


def test_scripts_in_the_readme_exist() -> None:
    named = {words[0] for line in COMMANDS if (words := shlex.split(line, comments=True)) and "/" in words[0]}
    assert named >= {"scripts/demo", "scripts/test"}
    for name in named:
        assert (ROOT / name).stat().st_mode & 0o111


def test_no_command_is_undocumented(radio: Radio) -> None:
    told = radio("--help").stdout.split("Commands:")[1]
    commands = re.findall(r"^ {2}(\w+)", told, re.M)
    assert len(commands) >= 6
    for command in commands:
        assert f"radio {command}" in README


def test_exit_codes_are_documented() -> None:
    from radio import errors  # noqa: PLC0415

    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.RadioError):
            assert re.search(rf"^\| {kind.exit_code} ", README, re.M), kind
