"""What libespeak-ng reads, in a small folder of this process's own.

The library reads every voice's file of its data folder when it looks for one, about 230 of them in 4 ms, and
cuts paths at 160 bytes. Here stand a dozen links at a short path; where links are refused (Windows, to common
users) copies of 1 MB.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

_FILES = ("phondata", "phonindex", "phontab", "intonations", "vi_dict", "en_dict")
_LANGUAGES = Path("lang", "aav")  # Austroasiatic
_VARIANTS = Path("voices", "!v")


class Data:
    """Vietnamese in the data folder ``original``, as long as this object lives.

    Raises OSError where the temporary folder cannot be written or the original is not whole.
    """

    def __init__(self, original: Path) -> None:
        self.variants = frozenset(path.name for path in (original / _VARIANTS).iterdir())
        self._original = original
        folder = tempfile.mkdtemp(prefix="radio-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.path = Path(folder, "espeak-ng-data")
        for part in (_LANGUAGES, _VARIANTS):
            (self.path / part).mkdir(parents=True)
        names = [path.name for path in (original / _LANGUAGES).glob("vi*")]
        for file in (*map(Path, _FILES), *(_LANGUAGES / name for name in names)):
            self._place(file)

    def add_variant(self, name: str) -> None:
        """Have one of `variants` there, too."""
        if not (self.path / _VARIANTS / name).exists():
            self._place(_VARIANTS / name)

    def copy(self, library: Path, number: int) -> Path:
        """A copy of the file ``library`` that the system loads beside it as another."""
        return Path(shutil.copyfile(library, self.path / f"{number}-{library.name}"))

    def _place(self, file: Path) -> None:
        source = (self._original / file).resolve(strict=True)
        try:
            (self.path / file).symlink_to(source)
        except OSError:
            shutil.copyfile(source, self.path / file)
