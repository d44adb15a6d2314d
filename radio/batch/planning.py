"""From an order to a plan: the inbox is looked at, what changed in it is read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from radio.batch import placing
from radio.batch.deciding import Plan, decide, settled
from radio.errors import ArticleError, ConfigError
from radio.inbox import Inbox, digest, look, shown
from radio.recipe import recipe
from radio.remote import Outlet, Place
from radio.settings import Settings
from radio.story import Digest, File, Found, Known

# A file that was written to less than so long ago is waited for and looked at again within this run.
_MOST_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked to do."""

    inbox: Path
    outbox: Path
    settings: Settings
    prune: bool = False  # whether what was taken out of the inbox is taken out of the outbox
    settle_s: float = 2.0  # how long nobody must have written to a story
    source: Place | None = None  # where the inbox really is, where it is a mirror
    outlet: Outlet | None = None  # sends on what is published, where the outbox is a mirror


class Planner:
    """Looks at the inbox, reads what changed, and decides."""

    def __init__(
        self,
        order: Order,
        known: Sequence[Known],
        digests: dict[str, Digest],
        clock: Callable[[], datetime],
    ) -> None:
        self._order = order
        self._known = known
        self._inbox = order.source.address if order.source else shown(str(order.inbox.resolve()))
        mine = [story for story in known if story.inbox == self._inbox and not story.gone]
        self._beside = {story.source: story.beside for story in mine if story.beside}
        self._clock = clock
        self._before = digests
        self._after: dict[str, Digest] = {}

    def plan(self) -> tuple[Plan, Inbox, dict[str, Digest | None]]:
        """The plan, what it rests on, and what to note of files that were read or have gone."""
        order = self._order
        base = self._recipe()
        seen = self._look()
        found = [self._told(story, base) for story in seen.stories]
        plan = decide(
            found,
            self._known,
            self._clock(),
            station=order.settings.station,
            inbox=self._inbox,
            prune=order.prune,
            unread=seen.unread,
            taken=placing.Occupied(order.outbox),
            former={} if self._known else placing.former(order.outbox),
        )
        changed: dict[str, Digest | None] = {
            path: told for path, told in self._after.items() if self._before.get(path) != told
        }
        here = self._after.keys() | {file.path for story in seen.stories for file in story.files}
        if not seen.unread:
            changed |= dict.fromkeys(self._before.keys() - here)
        return plan, seen, changed

    def _look(self) -> Inbox:
        """The inbox; looked at again where a file is so young that somebody may be writing it."""
        order = self._order
        seen = look(order.inbox, besides=order.outbox)
        young = [s for s in seen.stories if not self._settled(s)]
        if young and order.settle_s <= _MOST_WAIT_S:
            time.sleep(order.settle_s)
            seen = look(order.inbox, besides=order.outbox)
        return seen

    def _settled(self, story: Found) -> bool:
        read = all(
            file.path in self._before and self._before[file.path].stamp == file.stamp for file in story.files
        )
        return (read and not story.coming) or settled(story, self._clock(), self._order.settle_s)

    def _told(self, story: Found, base: dict[str, str]) -> Found:
        """``story`` with what it is made from; without, if it is still being written."""
        if story.refused:
            return replace(story, made_from={"refused": story.refused[0]})
        if not self._settled(story) or story.article is None:
            return story
        try:
            own = {"article": story.address or self._digest(story.article)}
            if story.clips:
                names = [(clip.path.rpartition("/")[2], self._digest(clip)) for clip in story.clips]
                own["clips"] = hashlib.sha256(repr(names).encode()).hexdigest()
            if beside := self._beside.get(story.source):
                own["beside"] = self.beside(story.article.place.parent, beside)
        except ArticleError as error:
            return replace(story, refused=(error.problem, error.remedy), made_from={"refused": error.problem})
        return replace(story, made_from={**own, **base})

    def beside(self, folder: Path, names: Sequence[str]) -> str:
        """The content of the recordings ``names`` beside an article in ``folder``; what is missing counts."""
        found = [(name, self._content(folder / name) if (folder / name).is_file() else "") for name in names]
        return hashlib.sha256(repr(found).encode()).hexdigest()

    def _digest(self, file: File) -> str:
        found = digest(file, self._before)
        self._after[file.path] = found
        return found.sha256

    def _recipe(self) -> dict[str, str]:
        return recipe(self._order.settings, self._content)

    def _content(self, path: Path) -> str:
        """The digest of a file that is none of the inbox's stories."""
        try:
            known = path.stat()
            file = File(f"other: {path}", path, known.st_size, known.st_mtime_ns, known.st_ctime_ns)
            return self._digest(file)
        except (OSError, ArticleError) as error:
            raise ConfigError(path, f"cannot be read ({error})", "check the file and its rights") from error
