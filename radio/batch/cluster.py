"""Stories made past this machine: each is given to the workers of a Dask scheduler that is running already.

A story travels with its files, or with their addresses where the inbox has one that others can read; what was
made comes back to this process, which alone knows ledger and outbox. When a worker is lost, the scheduler
gives its stories to another one; they come out the same, byte for byte.
"""

from __future__ import annotations

import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from radio import settings
from radio.batch.task import Failed, Made, Setup, Task
from radio.batch.workers import StoppedError, cores
from radio.errors import ArticleError, ClusterError, ConfigError
from radio.files import output_error, replacing
from radio.recipe import named_files
from radio.understand import is_address

if TYPE_CHECKING:
    from distributed import Client

_LOOK_S = 0.1  # how often it is looked whether a story is ready, or the run is to stop
_CONNECT_S = 20
_FAULT = 1  # exit code of a fault of the program itself


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that travels."""

    path: str  # relative, with strokes
    data: bytes = b""
    address: str = ""  # where a worker reads it instead


@dataclass(frozen=True, slots=True)
class Parcel:
    """A story on its way to a worker."""

    task: Task  # its paths are of no use there
    article: Piece | None  # None for a page's address
    clips: tuple[Piece, ...] | None
    beside: tuple[Piece, ...]  # recordings that the script may note


@dataclass(frozen=True, slots=True)
class Kit:
    """What is the same for all stories of a run."""

    setup: Setup
    files: tuple[Piece, ...]  # that the settings name


class Cluster:
    """The workers of a Dask scheduler."""

    def __init__(
        self, scheduler: str, setup: Setup, stop: Callable[[], bool] = lambda: False, *, inbox: str = ""
    ) -> None:
        """scheduler: its address, tcp://host:8786. inbox: an fsspec address that the workers can read; "" for
        none, then files travel whole. stop: asked now and then.

        Raises ConfigError where the extra is not installed.
        """
        try:
            import distributed  # noqa: F401, PLC0415
        except ImportError as error:
            problem = "needs the library dask.distributed, which is not installed"
            raise ConfigError("--cluster", problem, "run: pip install 'radio[cluster]'") from error
        self._scheduler = scheduler
        self._setup = setup
        self._stop = stop
        self._inbox = inbox.rstrip("/")

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def made(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Made | Failed]]:
        """Each story as soon as it is made and its files are here.

        Raises ClusterError if the scheduler does not answer, StoppedError when the run is to stop.
        """
        if not tasks:
            return
        from distributed import as_completed  # noqa: PLC0415

        with self._client() as client:
            kit = client.submit(_same, _kit(self._setup), key=f"radio-kit-{id(self)}", pure=False)
            pending: dict[Any, Task] = {}
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Sending large graph")
                for task in tasks:
                    try:
                        parcel = self._parcel(task)
                    except OSError as error:
                        told = f"{task.source}: cannot be read ({error.strerror or error}); copy it anew"
                        yield task, Failed(told, ArticleError.exit_code)
                    else:
                        pending[client.submit(make_there, parcel, kit, pure=False)] = task
            coming: Any = as_completed(list(pending), loop=client.loop)  # type: ignore[no-untyped-call]
            while pending:
                for future in self._next(coming, client):
                    task = pending.pop(future)
                    result = _received(future, task)
                    future.release()
                    yield task, result

    def _client(self) -> Client:
        from distributed import Client  # noqa: PLC0415

        try:
            return Client(  # type: ignore[no-untyped-call]
                self._scheduler, timeout=_CONNECT_S, set_as_default=False
            )
        except (OSError, TimeoutError, ValueError) as error:
            problem = f"no scheduler answers there ({error})"
            raise ClusterError(self._scheduler, problem, "start it: dask scheduler; and workers") from error

    def _next(self, coming: Any, client: Client) -> Iterator[Any]:
        """The stories that are ready, once there are any."""
        while not coming.has_ready():
            if self._stop():
                raise StoppedError
            if client.status != "running":
                problem = "the scheduler has gone"
                raise ClusterError(self._scheduler, problem, "start it again; the next run does the rest")
            time.sleep(_LOOK_S)
        yield from coming.next_batch(block=False)

    def _parcel(self, task: Task) -> Parcel:
        if is_address(task.source):
            return Parcel(task, None, self._pieces(task.clips, task.inbox), ())
        source = Path(task.source)
        beside: list[Piece] = []
        if source.suffix.lower() in (".md", ".markdown", ".json"):
            around = (p for p in sorted(source.parent.iterdir()) if p != source and p.is_file())
            text = source.read_bytes()
            beside = [self._piece(p, task.inbox) for p in around if p.name.encode() in text]
        return Parcel(
            task, self._piece(source, task.inbox), self._pieces(task.clips, task.inbox), tuple(beside)
        )

    def _pieces(self, folder: Path | None, inbox: Path) -> tuple[Piece, ...] | None:
        if folder is None:
            return None
        return tuple(self._piece(p, inbox) for p in sorted(folder.iterdir()) if p.is_file())

    def _piece(self, path: Path, inbox: Path) -> Piece:
        place = path.relative_to(inbox).as_posix()
        if self._inbox:
            return Piece(path.name, address=f"{self._inbox}/{place}")
        return Piece(path.name, path.read_bytes())


def make_there(parcel: Parcel, kit: Kit) -> tuple[Made | Failed, dict[str, bytes]]:
    """What a worker does: the story made in a folder of its own, and its files as bytes."""
    from radio.batch.making import make  # noqa: PLC0415 - it loads all that speaks

    with tempfile.TemporaryDirectory(prefix="radio-") as name:
        folder = Path(name)
        inbox, stage = folder / "inbox", folder / "stage"
        for each in (inbox, stage):
            each.mkdir()
        task = replace(parcel.task, stage=stage, inbox=inbox, clips=None)
        if parcel.article:
            task = replace(task, source=str(_put(parcel.article, inbox)))
        for piece in parcel.beside:
            _put(piece, inbox)
        if parcel.clips is not None:
            clips = inbox / "clips.clips"
            clips.mkdir()
            for piece in parcel.clips:
                _put(piece, clips)
            task = replace(task, clips=clips)
        result = make(task, _setup_there(kit, folder))
        if isinstance(result, Failed):
            return replace(result, problem=result.problem.replace(f"{inbox}/", "")), {}
        return result, {file: (stage / file).read_bytes() for file in result.files}


def _setup_there(kit: Kit, folder: Path) -> Setup:
    from distributed import get_worker  # noqa: PLC0415

    try:
        share = max(1, cores() // get_worker().state.nthreads)
    except ValueError:  # not in a worker
        share = 1
    home = folder / "station"
    home.mkdir()
    for piece in kit.files:
        (home / piece.path).parent.mkdir(parents=True, exist_ok=True)
        _put(piece, home)
    own = replace(kit.setup.settings, path=home / settings.FILE_NAME)
    return replace(kit.setup, settings=own, cores=share, cache=settings.cache_dir())


def _put(piece: Piece, folder: Path) -> Path:
    path = folder / piece.path
    if piece.address:
        import fsspec  # noqa: PLC0415

        with fsspec.open(piece.address, "rb") as source:
            path.write_bytes(source.read())
    else:
        path.write_bytes(piece.data)
    return path


def _kit(setup: Setup) -> Kit:
    """The settings with the files that they name, by relative paths; absolute ones are each machine's own."""
    named = named_files(setup.settings)
    files = [Piece(text, path.read_bytes()) for text, path in named.items() if _travels(text)]
    return Kit(replace(setup, cache=None), tuple(files))


def _travels(text: str) -> bool:
    return not Path(text).is_absolute() and ".." not in Path(text).parts


def _same(kit: Kit) -> Kit:
    return kit


def _received(future: Any, task: Task) -> Made | Failed:
    """What came of a story, its files in its stage and on the disk."""
    error = future.exception()
    if error is not None:
        told = " ".join(f"{type(error).__name__}: {error}".split())[:500]
        return Failed(f"{task.source}: no worker could make it ({told}); look into the workers' logs", _FAULT)
    result, files = future.result()
    paths = [task.stage / name for name in files]
    with replacing(*paths) as temps:
        for temp, path, data in zip(temps, paths, files.values(), strict=True):
            try:
                temp.write_bytes(data)
            except OSError as problem:
                raise output_error(path, problem) from problem
    made: Made | Failed = result
    return made
