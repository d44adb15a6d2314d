"""The command line: parse, call, print.

Exit codes: 0 done; 2 wrong command line; 130 interrupted, 143 terminated; the others belong to the errors
and are drawn in `radio.errors`. stdout is the result, stderr the talk.

Each command imports what it needs when it runs: ``radio --version`` must not wait for NumPy.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Annotated, NoReturn, Optional

import typer

from radio import __version__
from radio.cli import stopping
from radio.errors import RadioError

# Typer reads the annotations at run time, on every Python from 3.11.
ArticleArg = Annotated[
    str, typer.Argument(metavar="ARTICLE", help="The article's file or address, or its script as edited.")
]
StationOpt = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--station", metavar="FILE", help="The station.toml to use; else the one in this folder."),
]
PrivateOpt = Annotated[
    bool, typer.Option("--allow-private", help="Let an address lead to this machine or its own network.")
]
QuietOpt = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]

app = typer.Typer(
    name="radio",
    help="News articles in, broadcast-ready MP3s out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

voices_app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
app.add_typer(voices_app, name="voices")


class Format(StrEnum):
    """How a script is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    DOCX = "docx"


class InfoFormat(StrEnum):
    """How an MP3's tags are told."""

    TEXT = "text"
    JSON = "json"


class LogFormat(StrEnum):
    """How an unattended run tells what it does."""

    TEXT = "text"
    JSON = "json"


EXIT_CODES = (
    "Exit codes: 0 all done; 8 some stories failed; 75 try again later: a service did not answer, or a story"
    " that failed waits for its next try; 9 another run is at work; 7 misconfigured; 6 the outbox cannot be"
    " written; 130 or 143 stopped."
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"radio {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """News articles in, broadcast-ready MP3s out."""


@app.command()
def make(
    article: ArticleArg,
    out: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="The file, .mp3, .m4a, .opus or .wav, again for each format; or a folder. "
            "Else the article's name, in this folder.",
        ),
    ] = None,
    clips: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--clips", metavar="DIR", help="Folder of recordings, called by speaker or number."),
    ] = None,
    clip: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--clip",
            metavar="WHICH=FILE[@FROM-TO]",
            help="A statement's recording, or a span of it: 2=phu.m4a@12.4-31.0; again for each.",
        ),
    ] = None,
    voice: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--voice", metavar="NAME", help="Who reads; see: radio voices."),
    ] = None,
    strict_voice: Annotated[
        bool, typer.Option("--strict-voice", help="Stop where the first voice cannot speak the story.")
    ] = False,
    station: StationOpt = None,
    master: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--master", metavar="NAME", help="What it is for: podcast, air or loudspeaker."),
    ] = None,
    allow_private: PrivateOpt = False,
    quiet: QuietOpt = False,
) -> None:
    """Make an article into a tagged MP3, or another format, with a JSON sidecar."""
    from radio.cli import making  # noqa: PLC0415

    making.make(
        article,
        out=out or [],
        clips=clips,
        by_hand=clip or [],
        voice=voice,
        station=station,
        master=master,
        strict_voice=strict_voice,
        allow_private=allow_private,
        quiet=quiet,
    )


@app.command()
def script(
    article: ArticleArg,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--out", "-o", metavar="FILE", help="Write it to FILE: .md to edit, .docx to print, .json, .txt."
        ),
    ] = None,
    form: Annotated[
        Optional[Format],  # noqa: UP045
        typer.Option("--format", help="text, json, markdown or docx; else by FILE's ending."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say which rule made each segment and what was left out.")
    ] = False,
    station: StationOpt = None,
    allow_private: PrivateOpt = False,
) -> None:
    """Print the segmented script of an article, or write it to be edited or read from."""
    from radio.cli import scripting  # noqa: PLC0415

    scripting.script(
        article, out=out, form=form, explain=explain, station=station, allow_private=allow_private
    )


@app.command()
def normalize(
    text: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="[TEXT]", help="What to say; else lines from standard input."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what was rewritten, by which rule and table row.")
    ] = False,
    station: StationOpt = None,
) -> None:
    """Print the spoken form of a text; one line for each line of standard input if no text is given."""
    from radio.cli import normalizing  # noqa: PLC0415

    normalizing.spoken_forms(text, station=station, explain=explain)


@app.command()
def tag(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An MP3.")],
    byline: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--byline", metavar="TEXT", help='As printed: "BT: Nguyễn Thu"; "" takes it away.'),
    ] = None,
    title: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--title", metavar="TEXT", help="The story's title."),
    ] = None,
    programme: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--programme", metavar="TEXT", help="The programme, the album of the tags."),
    ] = None,
) -> None:
    """Correct the tags of an MP3 and its sidecar; without a change, the sidecar alone by the tags."""
    from radio.cli import tagging  # noqa: PLC0415

    tagging.tag(file, title=title, byline=byline, programme=programme)


@app.command()
def info(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An MP3.")],
    form: Annotated[
        InfoFormat, typer.Option("--format", help="text for people, json for programs.")
    ] = InfoFormat.TEXT,
) -> None:
    """Print what an MP3 says of itself: sound, tags, chapters."""
    from radio.cli import tagging  # noqa: PLC0415

    tagging.info(file, as_json=form is InfoFormat.JSON)


@app.command()
def feed(
    target: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER", help="The folder of episodes; with --check a feed's file or address."
        ),
    ],
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", "-o", metavar="FEED.xml", help="The feed's file; else feed.xml in the folder."),
    ] = None,
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url", metavar="URL", help="Where the folder is published; else as in station.toml."
        ),
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Say what a directory would refuse in a feed; write nothing.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every MP3, not only those that look changed.")
    ] = False,
    station: StationOpt = None,
    allow_private: PrivateOpt = False,
    quiet: QuietOpt = False,
) -> None:
    """Write the podcast feed of a folder of episodes, or check one."""
    if check:
        from radio.cli import checking  # noqa: PLC0415

        checking.check(target, allow_private=allow_private)
    else:
        from radio.cli import publishing  # noqa: PLC0415

        publishing.feed(
            Path(target), out=out, base_url=base_url, station=station, every_byte=verify, quiet=quiet
        )


InboxArg = Annotated[str, typer.Argument(metavar="INBOX", help="The folder of articles; or the word: status")]
OutboxArg = Annotated[str, typer.Argument(metavar="OUTBOX", help="The folder of the finished episodes.")]
JobsOpt = Annotated[
    int, typer.Option("--jobs", "-j", metavar="N", min=0, help="Cores to use, a story on each; else all.")
]
LogOpt = Annotated[
    LogFormat, typer.Option("--log-format", help="text for people; json: one event a line, for programs.")
]
SettleOpt = Annotated[
    float,
    typer.Option(
        "--settle", metavar="SECONDS", min=0, help="Leave a story until nobody wrote to it for so long."
    ),
]
PruneOpt = Annotated[bool, typer.Option("--prune", help="Take away what was taken out of the inbox, too.")]
StrictOpt = Annotated[
    bool, typer.Option("--strict-voice", help="Fail a story that the first voice cannot speak, and retry.")
]
ClusterOpt = Annotated[
    str,
    typer.Option("--cluster", metavar="ADDRESS", help="Have a Dask scheduler's workers make the stories."),
]


@app.command(epilog=EXIT_CODES)
def batch(
    inbox: InboxArg,
    outbox: OutboxArg,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and why; write nothing.")
    ] = False,
    prune: PruneOpt = False,
    jobs: JobsOpt = 0,
    settle: SettleOpt = 2.0,
    strict_voice: StrictOpt = False,
    station: StationOpt = None,
    allow_private: PrivateOpt = False,
    cluster: ClusterOpt = "",
    log_format: LogOpt = LogFormat.TEXT,
    quiet: QuietOpt = False,
) -> None:
    """Publish every article of a folder, once: for cron. Or: radio batch status OUTBOX"""
    from radio.cli import batching  # noqa: PLC0415

    talk = batching.Talk(as_json=log_format is LogFormat.JSON, quiet=quiet)
    if inbox == "status":
        batching.status(outbox, talk)
        return
    wanted = batching.Wanted(
        inbox,
        outbox,
        station=station,
        prune=prune,
        jobs=jobs,
        settle_s=settle,
        strict_voice=strict_voice,
        allow_private=allow_private,
        cluster=cluster,
    )
    (batching.dry_run if dry_run else batching.batch)(wanted, talk)


@app.command()
def watch(
    inbox: Annotated[str, typer.Argument(metavar="INBOX", help="The folder of articles.")],
    outbox: OutboxArg,
    every: Annotated[
        float, typer.Option("--every", metavar="SECONDS", min=0.1, help="How often to look.")
    ] = 10.0,
    prune: PruneOpt = False,
    jobs: JobsOpt = 0,
    settle: SettleOpt = 2.0,
    strict_voice: StrictOpt = False,
    station: StationOpt = None,
    allow_private: PrivateOpt = False,
    cluster: ClusterOpt = "",
    log_format: LogOpt = LogFormat.TEXT,
    quiet: QuietOpt = False,
) -> None:
    """Do as radio batch does, again and again, until stopped."""
    from radio.cli import batching  # noqa: PLC0415

    wanted = batching.Wanted(
        inbox,
        outbox,
        station=station,
        prune=prune,
        jobs=jobs,
        settle_s=settle,
        strict_voice=strict_voice,
        allow_private=allow_private,
        cluster=cluster,
    )
    batching.watch(wanted, batching.Talk(as_json=log_format is LogFormat.JSON, quiet=quiet), every_s=every)


@app.command()
def show(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The MP3; its sidecar stands beside it.")],
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--out", "-o", metavar="FILE", help="The picture, .svg or .png; else small on the terminal."
        ),
    ] = None,
) -> None:
    """Draw an episode: its waveform by segment, its loudness against the target."""
    from radio.cli import showing  # noqa: PLC0415

    showing.show(path, out=out)


@app.command()
def say(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to say.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The MP3 or WAV to write.")] = Path(
        "say.mp3"
    ),
    voice: Annotated[
        str, typer.Option("--voice", metavar="NAME", help="Who says it; see: radio voices.")
    ] = "",
    station: StationOpt = None,
) -> None:
    """Say a text, to try out a voice or how a name is read."""
    from radio.cli import speaking  # noqa: PLC0415

    speaking.say(text, out=out, voice=voice, station=station)


@voices_app.callback()
def voices(
    context: typer.Context,
    sample: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--sample", metavar="DIR", help="Have each say a sentence into a file in DIR."),
    ] = None,
    station: StationOpt = None,
) -> None:
    """List what can speak here, hear it, or add to it."""
    if context.invoked_subcommand is None:
        from radio.cli import speaking  # noqa: PLC0415

        speaking.voices(sample=sample, station=station)


@voices_app.command()
def add(
    source: Annotated[
        str,
        typer.Argument(metavar="NAME-or-URL-or-FILE", help="Such as vi_VN-vais1000-medium; an .onnx."),
    ],
    quiet: QuietOpt = False,
) -> None:
    """Bring a piper voice to this machine."""
    from radio.cli import speaking  # noqa: PLC0415

    speaking.add(source, quiet=quiet)


@app.command()
def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Take it all away.")] = False,
) -> None:
    """Show what is kept for the next time; it can all be made again."""
    from radio.cli import speaking  # noqa: PLC0415

    speaking.cache(clear=clear)


@app.command()
def doctor(station: StationOpt = None) -> None:
    """Say what is present, and what to do about what is not."""
    from radio.cli import inspecting  # noqa: PLC0415

    inspecting.doctor(station=station)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write it.")] = Path(),
) -> None:
    """Write a commented station.toml."""
    from radio.cli import inspecting  # noqa: PLC0415

    inspecting.init(folder)


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    _speak_utf8()
    # The work is spread over the cores by us; NumPy's own threads would only get in the way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.excepthook = _fault
    stopping.listen()
    command = typer.main.get_command(app)
    try:
        command(prog_name="radio")
    except RadioError as error:
        typer.echo(f"radio: {error}", err=True)
        sys.exit(error.exit_code)
    sys.exit(0)


def _speak_utf8() -> None:
    """Vietnamese on any console, and odd file names without a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """One line for what nobody foresaw; RADIO_DEBUG=1 shows the whole of it."""
    if os.environ.get("RADIO_DEBUG"):
        sys.__excepthook__(kind, error, trace)
        return
    told = " ".join(f"{kind.__name__}: {error}".split())
    typer.echo(
        f"radio: a fault of the program itself ({told}); run again with RADIO_DEBUG=1 and report it", err=True
    )
