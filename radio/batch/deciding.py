"""What is to be done with each story: pure, from what was found and what is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from radio.episode import permanent_id
from radio.errors import ArticleError, VoiceBusyError
from radio.slug import slug
from radio.station import Station
from radio.story import Found, Known, MadeFrom, Trouble

BUSY = VoiceBusyError.exit_code
# Growing pauses before a story is tried again; behind the last one it is set aside.
_PAUSES = tuple(timedelta(minutes=5 * 3**n) for n in range(5))  # 5 min … 6 h 45 min
# A service that does not answer is no fault of the story's: asked each hour at least, for days.
_BUSY_PAUSE = timedelta(hours=1)
_BUSY_TRIES = 100
# What Windows keeps for devices, whatever the ending.
_DEVICES = frozenset("con prn aux nul".split()) | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()  # an older file has no true date
_WHAT_CHANGED = {
    "article": "the article changed",
    "clips": "the recordings changed",
    "beside": "a recording beside the script changed",
    "settings": "the station's settings changed",
    "lexicon": "the lexicon changed",
    "voice": "the voice's version changed",
    "program": "radio is another version",
}
_NONE: dict[str, tuple[str, ...]] = {}
_VERSION = re.compile(r"(?P<name>[^.]+)\.v(?P<version>\d{1,6})\.mp3")
_OWN = ("article", "clips")  # of the above: what is the story's own

Taken = Callable[[str, str], bool]  # (name, id) → whether another's files have that name in the outbox
Former = Mapping[str, tuple[str, ...]]  # id → the files of its episode in the outbox, the sound first


class Do(StrEnum):
    """What is to be done with a story."""

    MAKE = "make"  # speak it and publish it
    KEEP = "keep"  # nothing: it is published as it is
    LEAVE = "leave"  # nothing: it is still being written
    LATER = "later"  # nothing: it failed, and its pause is not over
    ASIDE = "aside"  # nothing: it failed too often
    SKIP = "skip"  # nothing: another story is the same
    PRUNE = "prune"  # take it out of the outbox


@dataclass(frozen=True, slots=True)
class Step:
    """A story and what is to be done with it."""

    do: Do
    key: str
    reason: str
    found: Found | None = None  # None for what is not in the inbox
    known: Known | None = None  # None for what the ledger need not know yet
    version: int = 0  # of its files' name, where it is to be made


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do."""

    steps: tuple[Step, ...]
    changed: tuple[Known, ...]  # what the ledger must know before anything is made
    forgotten: tuple[Known, ...]  # what it need not know any longer

    def of(self, do: Do) -> tuple[Step, ...]:
        """The steps of one kind."""
        return tuple(step for step in self.steps if step.do is do)


def decide(
    found: Sequence[Found],
    done: Sequence[Known],
    now: datetime,
    *,
    station: Station,
    inbox: str = "",
    prune: bool = False,
    unread: Collection[str] = (),
    taken: Taken = lambda _name, _id: False,
    former: Former = _NONE,
) -> Plan:
    """What is to be done with the stories that were ``found``, given those of former runs.

    found: what each is made from is told, but of those that are still being written. now: with its time
    zone. inbox: the folder that was looked into; what is known of others is left alone. prune: whether what
    was taken out of the inbox is to be taken out of the outbox. unread: folders of the inbox that could not
    be looked into, a stroke at the end: what is missing there is not gone. former: episodes of which the
    ledger knows nothing, because it was lost.
    """
    moved = _moved(found, done, inbox)
    done = [moved.get(known.number, known) for known in done]
    here = [known for known in done if known.inbox == inbox]
    matched = _matched(found, here)
    register = _Register(station, inbox, now, done, matched.values(), taken, former)
    steps: list[Step] = []
    changed: list[Known] = []
    addresses: dict[str, str] = {}
    # What is known comes first: of two stories of one address it is the one.
    for story in sorted(found, key=lambda f: (f.source not in matched, f.source)):
        before = matched.get(story.source)
        if not story.made_from:
            reason = "a part of it is not whole yet" if story.coming else "it was written to just now"
            steps.append(Step(Do.LEAVE, story.key, reason, story, before))
            continue
        if story.address and (first := addresses.setdefault(story.address, story.source)) != story.source:
            steps.append(Step(Do.SKIP, story.key, f"{first} has the same address", story, before))
            continue
        known = register.again(story, before) if before else register.new(story)
        if known != before:
            changed.append(known)
        steps.append(_step(story, known, now))
    gone, forgotten = _gone(here, matched, unread)
    left = [
        known for known in done if known.gone and known.number not in {k.number for k in matched.values()}
    ]
    pruned = [known for known in (*left, *gone) if known.files] if prune else []
    steps += [Step(Do.PRUNE, k.key, "it was taken out of the inbox", known=k) for k in pruned]
    told = {known.number for known in (*changed, *gone, *forgotten)}
    along = [known for known in moved.values() if known.number not in told]
    return Plan(tuple(steps), (*changed, *gone, *along), forgotten)


def failed(known: Known, tried_from: MadeFrom, problem: str, code: int, now: datetime) -> Known:
    """``known`` after one more failure: when to try again, or set aside."""
    before = known.trouble
    tries = before.tries + 1 if before and before.tried_from == tried_from else 1
    busy = code == BUSY
    if tries > (_BUSY_TRIES if busy else len(_PAUSES)):
        due = None
    else:
        pause = _PAUSES[min(tries, len(_PAUSES)) - 1]
        due = now + (min(pause, _BUSY_PAUSE) if busy else pause)
    return replace(known, trouble=Trouble(tried_from, tries, problem, code, due))


def settled(story: Found, now: datetime, settle_s: float) -> bool:
    """Whether nobody has written to ``story`` for ``settle_s`` seconds, as far as its files tell."""
    if story.coming:
        return False
    # A clock ahead of ours, of a network disk, must not hold a story up for long.
    return abs(now.timestamp() - story.changed_at) >= settle_s


def _moved(found: Sequence[Found], done: Sequence[Known], inbox: str) -> dict[int, Known]:
    """The stories of another inbox, as this one's, by number, where this one is new and holds the same.

    At least half of them, that is: an inbox that was moved or copied, and not the next day's.
    """
    if any(known.inbox == inbox for known in done):
        return {}
    content = {story.source: _content(story.made_from) for story in found}
    alike = Counter[str]()
    count = Counter(known.inbox for known in done if not known.gone)
    for known in done:
        own = content.get(known.source)
        if not known.gone and own is not None and own == _content(_latest(known)):
            alike[known.inbox] += 1
    other, most = max(alike.items(), key=lambda each: each[1], default=("", 0))
    if 2 * most < count[other] or not most:
        return {}
    return {known.number: replace(known, inbox=inbox) for known in done if known.inbox == other}


def _matched(found: Sequence[Found], done: Sequence[Known]) -> dict[str, Known]:
    """What is known of the stories that were found, by their source."""
    present = {known.number: known for known in done if not known.gone}
    matched: dict[str, Known] = {}

    def match(
        candidates: Iterable[Known], told: Callable[[Found], object], of: Callable[[Known], object]
    ) -> None:
        free = {of(k): k for k in reversed(list(candidates)) if k.number not in taken}
        for story in found:
            mine = told(story)
            if story.source not in matched and mine is not None and (known := free.pop(mine, None)):
                matched[story.source] = known
                taken.add(known.number)

    taken: set[int] = set()
    match(present.values(), lambda f: f.source, lambda k: k.source)
    # Saved in another format, or corrected as a script.
    match(present.values(), lambda f: f.key, lambda k: k.key)
    # Moved, or called by another name.
    match(present.values(), lambda f: _content(f.made_from), lambda k: _content(_latest(k)))
    # Taken out and put back.
    match(
        (known for known in done if known.gone),
        lambda f: (f.key, _content(f.made_from)) if f.made_from else None,
        lambda k: (k.key, _content(_latest(k))),
    )
    return matched


def _latest(known: Known) -> MadeFrom:
    return known.made_from or known.placed_from or (known.trouble.tried_from if known.trouble else {})


def _content(made_from: MadeFrom) -> tuple[str | None, ...] | None:
    """The story's own part of what it is made from; None where it is not known."""
    return tuple(made_from.get(name) for name in _OWN) if "article" in made_from else None


def _step(story: Found, known: Known, now: datetime) -> Step:
    if known.made_from == story.made_from and known.files and not known.gone:
        return Step(Do.KEEP, known.key, "it is published as it is", story, known)
    trouble = known.trouble
    reason = _why(known.made_from, story.made_from) if known.files else "it is new"
    if trouble and trouble.tried_from == story.made_from:
        if trouble.due is None:
            return Step(Do.ASIDE, known.key, trouble.problem, story, known)
        # A pause that is longer than any: the clock was wrong when it was set.
        if now < trouble.due <= now + _PAUSES[-1]:
            return Step(Do.LATER, known.key, trouble.problem, story, known)
        reason = f"try {trouble.tries + 1}, for it failed: {trouble.problem}"
    same = known.version and known.placed_from == story.made_from
    return Step(Do.MAKE, known.key, reason, story, known, known.version if same else known.version + 1)


def _why(before: MadeFrom, now: MadeFrom) -> str:
    if not before:
        return "the ledger knows nothing of it any more"
    changed = [told for name, told in _WHAT_CHANGED.items() if before.get(name) != now.get(name)]
    return ", ".join(changed) or "it changed"


def _gone(
    done: Sequence[Known], matched: Mapping[str, Known], unread: Collection[str]
) -> tuple[list[Known], tuple[Known, ...]]:
    """Those taken out of the inbox since, and of these the ones of which nothing was ever published."""
    here = {known.number for known in matched.values()}
    missing = [
        known
        for known in done
        if known.number not in here and not known.gone and not known.source.startswith(tuple(unread))
    ]
    gone = [replace(known, gone=True, trouble=None) for known in missing if known.version]
    return gone, tuple(known for known in missing if not known.version)


class _Register:
    """Gives new stories their numbers, ids, names and dates, and keeps those that have them."""

    def __init__(
        self,
        station: Station,
        inbox: str,
        now: datetime,
        done: Sequence[Known],
        present: Iterable[Known],
        taken: Taken,
        former: Former,
    ) -> None:
        self._station = station
        self._inbox = inbox
        self._now = now
        self._taken = taken
        self._former = former
        self._number = max((known.number for known in done), default=0)
        self._ids = {known.id for known in done}
        self._names = {known.name for known in done}
        self._keys = {known.key for known in present if not known.gone}

    def again(self, story: Found, known: Known) -> Known:
        """``known`` where it stands now."""
        key = known.key if known.source == story.source and not known.gone else self._key(story)
        return replace(known, key=key, source=story.source, gone=False)

    def _key(self, story: Found) -> str:
        names = (story.key, story.source)
        return self._first(lambda n: names[n - 1] if n <= len(names) else f"{story.source}~{n}", self._keys)

    def new(self, story: Found) -> Known:
        """A story that was never seen."""
        key = self._key(story)
        told = (story.address,) if story.address else ("inbox", key)
        id_ = self._first(
            lambda n: permanent_id(self._station, *told, *([str(n)] if n > 1 else [])), self._ids
        )
        self._number += 1
        known = Known(
            self._number, key, story.source, id_, "", inbox=self._inbox, published=self._date(story)
        )
        if again := self._lost(known):
            return again
        base = _base(story)
        name = self._first(
            lambda n: f"{base}-{n}" if n > 1 else base, self._names, lambda name: self._taken(name, id_)
        )
        return replace(known, name=name)

    def _lost(self, known: Known) -> Known | None:
        """``known`` with the episode that it has, where the ledger was lost.

        None for a first version: made again, it is the same.
        """
        files = self._former.get(known.id, ())
        match = _VERSION.fullmatch(files[0]) if files else None
        if match is None or match["name"] in self._names:
            return None
        self._names.add(match["name"])
        return replace(known, name=match["name"], version=int(match["version"]), files=files)

    @staticmethod
    def _first(
        nth: Callable[[int], str], used: set[str], taken: Callable[[str], bool] = lambda _: False
    ) -> str:
        n = 1
        while (told := nth(n)) in used or taken(told):
            n += 1
        used.add(told)
        return told

    def _date(self, story: Found) -> datetime:
        """When its article was last saved: the same whichever run makes it, and never in the future."""
        saved_s = story.article.mtime_ns / 1e9 if story.article else 0.0
        if not _EARLIEST <= saved_s <= self._now.timestamp():
            return self._now.replace(microsecond=0)
        return datetime.fromtimestamp(int(saved_s), tz=self._now.tzinfo).astimezone()


def _base(story: Found) -> str:
    """What its files are to be called: folders and name as in the inbox, in letters that every disk has."""
    path = PurePosixPath(story.article.path if story.article else story.source)
    stem = path.stem
    if story.address and story.source != str(path):
        # One of a list: by the page's own name.
        stem = PurePosixPath(urlsplit(story.address).path).stem or stem
    parts = [slug(part) for part in (*path.parent.parts, stem)]
    return "/".join(f"{part}-tin" if part in _DEVICES else part for part in parts)


REFUSED = ArticleError.exit_code
