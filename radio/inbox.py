"""Inbox: a folder into which people put articles by hand, and what stands in it.

``story.txt`` has its recordings in ``story/`` or ``story.clips/`` beside it; every other folder (a day's, a
desk's) is looked through. A corrected script, ``story.md``, takes the place of its article. Nothing is read
but folders and ``.url`` files: `digest` reads what changed.

Who can write into the inbox must not be able to publish a file from elsewhere: links that lead out of it are
refused.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from radio.composing import composed
from radio.errors import ArticleError, ConfigError
from radio.shortcut import MOST_BYTES, addresses
from radio.story import Digest, File, Found

ADDRESSES = ".url"
_SCRIPTS = (".md", ".markdown", ".json")  # the first of them is taken before an article of the same name
# What `radio.read` understands, and what it can tell a producer how to save.
_ARTICLES = frozenset(
    ".txt .text .htm .html .xhtml .shtml .mht .mhtml .docx .docm .dotx .odt .fodt .ott .doc .dot .rtf .pdf"
    " .wps .pages .epub .xls .xlsx .ppt .pptx .msg .eml".split()
) | {*_SCRIPTS, ADDRESSES}
_CLIPS = ("", ".clips")  # endings of a story's folder of recordings
# A saved page's pictures and scripts stand in a folder of its name, with an ending in the browser's language.
_PAGE_FOLDER = re.compile(r"(?P<stem>.+)[._-](files|tệp|tập tin|fichiers|dateien)", re.I)
_JUNK = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db", "$recycle.bin", "system volume information"))
# Names under which programs write what is not whole yet.
_COMING = re.compile(
    r".*\.(part|partial|crdownload|download|opdownload|filepart|tmp|temp|swp|!ut|aria2)|\.~tmp~", re.I
)
_LITTER = re.compile(r"~\$.*|.*~|~.*\.tmp|\.~lock\..*#")  # what an open editor leaves beside its file
_STALE_S = 86_400  # an unfinished file that nobody has written to for so long never will be finished
_DEPTH = 8  # folders within folders, as in the outbox
_RECORDINGS = "put recordings into a folder of the article's name"


@dataclass(frozen=True, slots=True)
class Inbox:
    """What stands in a folder."""

    stories: tuple[Found, ...]  # by their source
    passed_over: tuple[tuple[str, str], ...] = ()  # path and reason: what is no story
    unread: tuple[str, ...] = ()  # folders that cannot be looked into, relative, a stroke at the end


def look(inbox: Path, *, besides: Path | None = None) -> Inbox:
    """The stories in ``inbox``. besides: a folder in it that is none of it, such as the outbox.

    Raises ConfigError if there is no such folder.
    """
    if not inbox.is_dir():
        raise ConfigError(inbox, "is no folder", "give the folder into which articles are put")
    scan = _Scan(inbox.resolve(), besides.resolve() if besides else None)
    stories = sorted(scan.folder(inbox, "", 0), key=lambda story: story.source)
    return Inbox(tuple(stories), tuple(scan.passed_over), tuple(scan.unread))


def digest(file: File, known: Mapping[str, Digest]) -> Digest:
    """The content of ``file``; what was read before is not read again while its size and times stay.

    Raises ArticleError if it cannot be read.
    """
    before = known.get(file.path)
    if before and before.stamp == file.stamp:
        return before
    try:
        with file.place.open("rb") as handle:
            return Digest(file.stamp, hashlib.file_digest(handle, "sha256").hexdigest())
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise ArticleError(file.path, problem, "ask for the right to read it, or copy it anew") from error


def stands(story: Found) -> bool:
    """Whether the files of ``story`` are still as they were when they were looked at."""
    try:
        return all(_file(f.path, f.place).stamp == f.stamp for f in story.files)
    except OSError:
        return False


def shown(name: str) -> str:
    """A file's name for people, ledgers and logs: NFC, one line, every sign one that can be written."""
    told = os.fsencode(name).decode("utf-8", "backslashreplace")
    told = composed(told)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in told)


def _file(path: str, place: Path) -> File:
    # Not the folder's own record of it: on Windows that lags behind while somebody writes.
    known = place.stat()
    return File(path, place, known.st_size, known.st_mtime_ns, known.st_ctime_ns)


@dataclass
class _Scan:
    """One look, and what it meets on its way."""

    root: Path  # without links
    besides: Path | None
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def folder(self, place: Path, prefix: str, depth: int) -> Iterator[Found]:
        """The stories in the folder at ``place`` and below it."""
        if depth > _DEPTH:
            refused = f"stands more than {_DEPTH} folders deep", "put it higher up"
            yield Found(prefix.rstrip("/"), prefix.rstrip("/"), refused=refused)
            return
        try:
            names = self._names(place)
        except OSError as error:
            self.unread.append(prefix)
            problem = f"the folder cannot be looked into ({error.strerror or error})"
            source = prefix.rstrip("/") or "."
            yield Found(source, source, refused=(problem, "ask for the right to read it"))
            return
        files: dict[str, Path] = {}
        folders: dict[str, Path] = {}
        for name, path in names.items():
            try:
                kind = self._kind(path)
            except _RefusedError as error:
                yield Found(prefix + name, prefix + name, refused=(error.problem, error.remedy))
            else:
                if kind == "folder" and not _COMING.fullmatch(name):
                    folders[name] = path
                elif kind == "file":
                    files[name] = path
        yield from self._stories(files, folders, prefix)
        for name, path in folders.items():
            yield from self.folder(path, f"{prefix}{name}/", depth + 1)

    def _names(self, place: Path) -> dict[str, Path]:
        """What is in a folder, by names to be shown, without what systems and programs leave there."""
        found: dict[str, Path] = {}
        with os.scandir(place) as entries:
            raw = sorted(entry.name for entry in entries)
        for name in raw:
            # Two points hide nothing: somebody tries something, and is to be told.
            hidden = name.startswith(".") and not name.startswith("..")
            if hidden or name.lower() in _JUNK or _LITTER.fullmatch(name):
                continue
            told = base = shown(name)
            twin = 1
            while told in found:  # one name in two forms of Unicode
                twin += 1
                told = PurePath(base).stem + f"~{twin}" + PurePath(base).suffix
            found[told] = place / name
        return found

    def _kind(self, path: Path) -> str:
        """Whether a folder or a file. Raises _RefusedError for what is neither, and what leads out."""
        try:
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode):
                return "file"
            # A folder, too: on Windows a junction is one that may lead anywhere.
            inside = path.resolve().is_relative_to(self.root)
            mode = path.stat().st_mode
        except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links
            raise _RefusedError("leads nowhere", "take it out, or put the file itself there") from error
        if not inside:
            raise _RefusedError(
                "is a link that leads out of the inbox", "put a copy of the file there instead"
            )
        if stat.S_ISDIR(mode):
            if path.is_symlink():
                raise _RefusedError("is a link to a folder", "move the folder itself")
            return "folder"
        if not stat.S_ISREG(mode):
            raise _RefusedError("is no file", "take it out")
        return "file"

    def _stories(self, files: dict[str, Path], folders: dict[str, Path], prefix: str) -> Iterator[Found]:
        """The stories among ``files``; their folders are taken out of ``folders``."""
        self._without_the_outbox(folders)
        groups: dict[str, list[str]] = {}
        for name in files:
            if _COMING.fullmatch(name):
                self.passed_over.append((prefix + name, "is not whole yet"))
            elif PurePath(name).stem.lower() == "readme":
                self.passed_over.append((prefix + name, "is for people"))
            elif PurePath(name).suffix.lower() in _ARTICLES:
                groups.setdefault(PurePath(name).stem.casefold(), []).append(name)
            else:
                self.passed_over.append((prefix + name, f"is no article; {_RECORDINGS}"))
        for name in [
            n for n in folders if (m := _PAGE_FOLDER.fullmatch(n)) and m["stem"].casefold() in groups
        ]:
            del folders[name]
        for stem, names in groups.items():
            own = [n for n in list(folders) if n.casefold() in {stem + ending for ending in _CLIPS}]
            for story in self._group(names, files, prefix):
                yield self._with_clips(story, {n: folders[n] for n in own}, prefix)
            for name in own:
                del folders[name]

    def _without_the_outbox(self, folders: dict[str, Path]) -> None:
        for name in [n for n, path in folders.items() if self.besides and path.resolve() == self.besides]:
            del folders[name]

    def _group(self, names: list[str], files: Mapping[str, Path], prefix: str) -> Iterator[Found]:
        """The stories of articles that differ in their endings alone."""
        script = next((n for ending in _SCRIPTS for n in names if n.lower().endswith(ending)), None)
        for name in sorted(names):
            if script and name != script:
                self.passed_over.append((prefix + name, f"{script} is read in its place"))
            else:
                yield from self._article(prefix + name, files[name])

    def _article(self, path: str, place: Path) -> Iterator[Found]:
        key = str(PurePath(path).with_suffix("")).replace(os.sep, "/")
        try:
            file = _file(path, place)
            if not path.lower().endswith(ADDRESSES):
                yield Found(key, path, file)
                return
            with place.open("rb") as handle:
                found = addresses(handle.read(MOST_BYTES + 1), path)
        except ArticleError as error:
            yield Found(key, path, file, refused=(error.problem, error.remedy))
        except OSError as error:
            problem = f"cannot be read ({error.strerror or error})"
            yield Found(key, path, refused=(problem, "ask for the right to read it, or copy it anew"))
        else:
            for address in found:
                mark = "" if len(found) == 1 else f"#{address}"
                yield Found(key + mark, path + mark, file, address=address)

    def _with_clips(self, story: Found, own: Mapping[str, Path], prefix: str) -> Found:
        if len(own) > 1:
            both = " and ".join(own)
            return replace(story, refused=(f"has two folders of recordings, {both}", "make one of them"))
        clips: list[File] = []
        for folder, place in own.items():
            story = replace(story, folder=place)
            try:
                for name, path in self._names(place).items():
                    if self._kind(path) == "folder":
                        raise _RefusedError("is a folder among recordings", "move its files up")
                    file = _file(f"{prefix}{folder}/{name}", path)
                    if _COMING.fullmatch(name):
                        if time.time() - file.mtime_ns / 1e9 < _STALE_S:
                            story = replace(story, coming=True)
                    else:
                        clips.append(file)
            except _RefusedError as error:
                problem = f"its recording {folder}/{name} {error.problem}"
                return replace(story, refused=(problem, error.remedy))
            except OSError as error:
                problem = f"its recordings in {folder} cannot be read ({error.strerror or error})"
                return replace(story, refused=(problem, "ask for the right to read them"))
        return replace(story, clips=tuple(clips))


class _RefusedError(Exception):
    """Something in the inbox that is not opened."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
