"""The project's own virtual environment: made once, and again only when something it rests on changed.

Needs nothing but Python ≥ 3.11 and a Python package index.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
BIN = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def ready(*extras: str) -> Path:
    """Make the environment with ``extras`` if it is not there, and return its Python."""
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    stamp = FOLDER / f"radio-{'-'.join(extras) or 'plain'}.stamp"
    wanted = _wanted()
    # An installed package has its bytecode; one that is used where it stands is compiled at each start, which
    # takes as long as reading an article does, unless it has been compiled before.
    compileall.compile_dir(ROOT / "radio", quiet=2)
    if PYTHON.exists() and stamp.exists() and stamp.read_text("utf-8") == wanted:
        return PYTHON
    print(f"Preparing {FOLDER} (a minute or two, once) …", flush=True)
    if not PYTHON.exists() or not _same_base(wanted):
        _make()
    target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", target]
    if subprocess.run(install, check=False).returncode:
        sys.exit("The packages could not be installed; is the Python package index reachable?")
    stamp.write_text(wanted, "utf-8")
    (FOLDER / "radio-base.stamp").write_text(wanted.splitlines()[0], "utf-8")
    return PYTHON


def _wanted() -> str:
    """What the environment rests on: this Python and this folder; then the list of packages."""
    packages = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    return f"{sys.version} {ROOT}\n{packages}\n"


def _same_base(wanted: str) -> bool:
    base = FOLDER / "radio-base.stamp"
    return base.exists() and base.read_text("utf-8") == wanted.splitlines()[0]


def _make() -> None:
    try:
        venv.EnvBuilder(with_pip=True, clear=True).create(FOLDER)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(
            f"No virtual environment could be made ({error}). On Debian and Ubuntu: apt install python3-venv"
        )
