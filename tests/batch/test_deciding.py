"""What is to be done, decided on stories that nobody wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.batch import Do, Plan, decide
from radio.batch.deciding import failed, settled
from radio.station import Station
from radio.story import File, Found, Known

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
SAVED = NOW - timedelta(hours=2)
STATION = Station(name="Đài xã Mỹ Đông")
BASE = {"settings": "s", "lexicon": "l", "voice": "v", "program": "1"}


def found(source: str, article: str = "a", **more: object) -> Found:
    path = source.partition("#")[0]
    file = File(path, Path(path), 1, int(SAVED.timestamp() * 1e9), 0)
    made_from = {"article": article, **BASE}
    key = source.rpartition(".")[0] if "#" not in source else source
    return replace(Found(key, source, file, made_from=made_from), **more)  # type: ignore[arg-type]


def plan(*stories: Found, done: tuple[Known, ...] = (), now: datetime = NOW, **more: object) -> Plan:
    return decide(stories, done, now, station=STATION, **more)  # type: ignore[arg-type]


def published(decided: Plan, done: tuple[Known, ...] = ()) -> tuple[Known, ...]:
    """What the ledger knows once all of a plan was done."""
    known = {k.number: k for k in (*done, *decided.changed)}
    for old in decided.forgotten:
        del known[old.number]
    for step in decided.of(Do.MAKE):
        if step.known and step.found:
            made = step.found.made_from
            known[step.known.number] = replace(
                step.known,
                made_from=made,
                placed_from=made,
                version=step.version,
                files=(f"{step.known.name}.{step.version}.mp3", f"{step.known.name}.{step.version}.json"),
                trouble=None,
            )
    for step in decided.of(Do.PRUNE):
        if step.known:
            known[step.known.number] = replace(step.known, files=(), made_from={})
    return tuple(known[n] for n in sorted(known))


def told(decided: Plan) -> dict[str, str]:
    return {step.key: step.do.value for step in decided.steps}


def test_what_is_new_is_made_once() -> None:
    stories = (found("a.txt"), found("b.txt", "b"))
    first = plan(*stories)
    assert told(first) == {"a": "make", "b": "make"}
    done = published(first)
    second = plan(*stories, done=done)
    assert told(second) == {"a": "keep", "b": "keep"}
    assert (second.changed, second.forgotten) == ((), ()), "the ledger has nothing to learn"


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("article", "the article changed"), ("clips", "the recordings changed"),
        ("settings", "the station's settings changed"), ("lexicon", "the lexicon changed"),
        ("voice", "the voice's version changed"), ("program", "radio is another version"),
    ],
)  # fmt: skip
def test_what_changed_is_made_again(what: str, why: str) -> None:
    done = published(plan(found("a.txt")))
    story = found("a.txt")
    (step,) = plan(replace(story, made_from={**story.made_from, what: "new"}), done=done).steps
    assert (step.do, step.reason, step.version) == (Do.MAKE, why, 2)
    assert step.known
    before = done[0]
    assert (step.known.id, step.known.name, step.known.published) == (
        before.id,
        before.name,
        before.published,
    )


def test_what_was_being_published_when_the_run_died_keeps_its_name() -> None:
    (known,) = plan(found("a.txt")).changed
    story = found("a.txt")
    dying = replace(known, version=1, placed_from=story.made_from)
    (again,) = plan(story, done=(dying,)).steps
    assert again.version == 1, "the same bytes"
    (other,) = plan(found("a.txt", "other"), done=(dying,)).steps
    assert other.version == 2, "somebody may have seen the first"


def test_one_name_for_one_story() -> None:
    names = (
        "Đặng.txt",
        "dang.docx",
        "dang.txt",
        "2026-11-25/dang.txt",
        "2026-11-26/DANG.txt",
        "!!!.txt",
        "CON.txt",
    )
    first = plan(*(found(name, name) for name in names))
    known = {k.source: k for k in first.changed}
    assert {k.name for k in first.changed} == {
        "dang", "dang-2", "dang-3", "2026-11-25/dang", "2026-11-26/dang", "story", "con-tin",
    }  # fmt: skip
    assert len({k.id for k in first.changed}) == len(names)
    done = published(first)
    assert {k.source: k.name for k in done} == {source: k.name for source, k in known.items()}
    late = plan(*(found(name, name) for name in (*names, "a/b.txt", "Dáng.txt")), done=done)
    assert {k.name for k in late.changed} == {"a/b", "dang-4"}, "those there keep theirs"


def test_files_of_others_are_not_written_over() -> None:
    first = plan(found("a.txt"), taken=lambda name, _id: name == "a")
    assert [k.name for k in first.changed] == ["a-2"]


def test_a_story_is_the_same_under_another_name() -> None:
    """Moved into its day's folder, saved as another format, corrected as a script: no second episode."""
    done = published(plan(found("tin.txt")))
    moved = plan(found("2026-11-25/tin.txt"), done=done)
    assert told(moved) == {"2026-11-25/tin": "keep"}
    done = published(moved, done)
    script = plan(found("2026-11-25/tin.md", "corrected"), done=done)
    (step,) = script.steps
    assert (step.do, step.version, step.known and step.known.number) == (Do.MAKE, 2, 1)


def test_two_articles_that_differ_in_their_endings() -> None:
    done = published(plan(found("tin.txt", "một")))
    both = plan(found("tin.docx", "hai"), found("tin.txt", "một"), done=done)
    assert told(both) == {"tin": "keep", "tin.docx": "make"}
    again = plan(found("tin.docx", "hai"), found("tin.txt", "một"), done=published(both, done))
    assert set(told(again).values()) == {"keep"}
    assert again.changed == ()


def test_what_was_taken_out_stays_unless_it_is_to_be_pruned() -> None:
    done = published(plan(found("a.txt"), found("b.txt", "b")))
    without = plan(found("a.txt"), done=done)
    assert told(without) == {"a": "keep"}
    assert [(k.key, k.gone) for k in without.changed] == [("b", True)]
    done = published(without, done)
    assert plan(found("a.txt"), done=done).changed == ()
    pruned = plan(found("a.txt"), done=done, prune=True)
    assert told(pruned) == {"a": "keep", "b": "prune"}
    done = published(pruned, done)
    assert told(plan(found("a.txt"), done=done, prune=True)) == {"a": "keep"}


def test_a_name_used_again_the_next_day_is_another_story() -> None:
    """A station that clears the inbox each evening calls the weather by one name each day."""
    done = published(plan(found("thời tiết.txt", "thứ hai")))
    done = published(plan(done=done), done)
    tuesday = plan(found("thời tiết.txt", "thứ ba"), done=done)
    (step,) = tuesday.steps
    assert (step.do, step.version, step.known and step.known.name) == (Do.MAKE, 1, "thoi-tiet-2")
    done = published(tuesday, done)
    assert len({k.id for k in done}) == 2
    back = plan(found("thời tiết.txt", "thứ hai"), done=published(plan(done=done), done))
    assert told(back) == {"thời tiết": "keep"}, "what was put back is known"


def test_what_could_not_be_looked_into_is_not_gone() -> None:
    done = published(plan(found("kín/a.txt")))
    assert plan(done=done, unread=["kín/"], prune=True).steps == ()
    assert plan(done=done, unread=["kín/"]).changed == ()


def test_every_inbox_has_its_own_stories() -> None:
    """Two desks, or a folder a day given as the inbox: none takes another's stories for its own."""
    done = published(plan(found("thời tiết.txt", "thứ hai"), inbox="/1"))
    tuesday = plan(found("thời tiết.txt", "thứ ba"), inbox="/2", done=done, prune=True)
    assert [(s.do.value, s.known and s.known.name) for s in tuesday.steps] == [("make", "thoi-tiet-2")]
    done = published(tuesday, done)
    assert len({k.id for k in done}) == 2
    for inbox, content in (("/1", "thứ hai"), ("/2", "thứ ba")):
        again = plan(found("thời tiết.txt", content), inbox=inbox, done=done, prune=True)
        assert (told(again), again.changed) == ({"thời tiết": "keep"}, ())
    assert told(plan(found("thời tiết.txt", "thứ tư"), inbox="/3", done=done)) == {"thời tiết": "make"}


def test_an_inbox_that_was_moved_or_copied_takes_its_stories_along() -> None:
    stories = [found(f"{n}.txt", n) for n in "abcd"]
    done = published(plan(*stories, inbox="/1"))
    there = [found("a.txt", "mới"), found("b.txt", "b"), found("c.txt", "c")]
    moved = plan(*there, inbox="/2", done=done)
    assert told(moved) == {"a": "make", "b": "keep", "c": "keep"}
    assert [s.version for s in moved.of(Do.MAKE)] == [2]
    assert {(k.inbox, k.key, k.gone) for k in moved.changed} == {
        ("/2", "a", False), ("/2", "b", False), ("/2", "c", False), ("/2", "d", True),
    }  # fmt: skip
    done = published(moved, done)
    assert plan(*there, inbox="/2", done=done).changed == ()
    few = [found("a.txt", "a"), *(found(f"{n}.txt", "khác") for n in "bcd")]
    other = plan(*few, inbox="/2", done=published(plan(*stories, inbox="/1")))
    assert set(told(other).values()) == {"make"}, "a notice that comes again makes no other day's inbox of it"


def test_a_story_still_being_written_is_left() -> None:
    assert told(plan(found("a.txt", made_from={}))) == {"a": "leave"}
    assert plan(found("a.txt", made_from={})).changed == ()
    done = published(plan(found("a.txt")))
    again = plan(found("a.txt", made_from={}), done=done, prune=True)
    assert told(again) == {"a": "leave"}


@pytest.mark.parametrize(
    ("age_s", "settle_s", "is_settled"),
    [(1, 2, False), (3, 2, True), (0, 0, True), (-1, 2, False), (-300, 2, True)],
)
def test_settled(age_s: float, settle_s: float, is_settled: bool) -> None:
    at = int((NOW.timestamp() - age_s) * 1e9)
    old = File("a.txt", Path("a.txt"), 1, at, 0)
    assert settled(Found("a", "a.txt", old), NOW, settle_s) is is_settled
    copied = File("1.mp3", Path("1.mp3"), 1, 0, at)  # its time is that of the original
    assert (
        settled(Found("a", "a.txt", replace(old, mtime_ns=0), clips=(copied,)), NOW, settle_s) is is_settled
    )
    assert not settled(Found("a", "a.txt", replace(old, mtime_ns=0), coming=True), NOW, settle_s)


def test_one_address_is_one_story() -> None:
    both = [found(f"{name}.url", "https://a.example/", address="https://a.example/") for name in "ba"]
    first = plan(*both)
    assert told(first) == {"a": "make", "b": "skip"}
    done = published(first)
    assert told(plan(*both, done=done)) == {"a": "keep", "b": "skip"}
    listed = found("tin.url#https://a.example/", "https://a.example/", address="https://a.example/")
    assert told(plan(listed, done=done)) == {"tin.url#https://a.example/": "keep"}, "put into a list"


def test_a_listed_address_is_called_by_its_page() -> None:
    address = "https://a.example/tin-tuc/dua-nuoc-sach-ve-ap-123.html?x=1"
    (known,) = plan(found(f"ngày/nhiều.url#{address}", address, address=address)).changed
    assert known.name == "ngay/dua-nuoc-sach-ve-ap-123"


def test_pauses_grow_and_end() -> None:
    story = found("a.txt")
    (known,) = plan(story).changed
    now, pauses = NOW, []
    for tries in range(1, 7):
        known = failed(known, story.made_from, "hỏng", 3, now)
        assert known.trouble
        assert known.trouble.tries == tries
        if known.trouble.due is None:
            break
        pauses.append(known.trouble.due - now)
        just_before = known.trouble.due - timedelta(seconds=1)
        assert told(plan(story, done=(known,), now=just_before)) == {"a": "later"}
        now = known.trouble.due
        (step,) = plan(story, done=(known,), now=now).steps
        assert step.do is Do.MAKE
        assert f"try {tries + 1}" in step.reason
    assert pauses == sorted(pauses)
    assert len(set(pauses)) == 5
    year = NOW + timedelta(days=365)
    (aside,) = plan(story, done=(known,), now=year).steps
    assert (aside.do, aside.reason) == (Do.ASIDE, "hỏng")
    (changed,) = plan(found("a.txt", "sửa"), done=(known,), now=NOW).steps
    assert changed.do is Do.MAKE
    assert failed(known, {"article": "sửa"}, "vẫn hỏng", 3, NOW).trouble != known.trouble


def test_a_service_that_is_away_for_days_sets_nothing_aside() -> None:
    story = found("a.txt")
    (known,) = plan(story).changed
    now = NOW
    while now < NOW + timedelta(days=3):
        known = failed(known, story.made_from, "bận", 75, now)
        assert known.trouble
        assert known.trouble.due
        assert known.trouble.due - now <= timedelta(hours=1)
        now = known.trouble.due


def test_a_failure_leaves_what_is_published() -> None:
    done = published(plan(found("a.txt")))
    worse = found("a.txt", "hỏng")
    known = failed(done[0], worse.made_from, "hỏng", 3, NOW)
    assert (known.files, known.made_from) == (done[0].files, done[0].made_from)
    assert told(plan(worse, done=(known,))) == {"a": "later"}
    back = plan(found("a.txt"), done=(known,))
    assert told(back) == {"a": "keep"}, "the mistake was taken back"


def test_what_never_was_published_is_forgotten_when_it_goes() -> None:
    story = found("a.txt")
    (known,) = plan(story).changed
    gone = plan(done=(failed(known, story.made_from, "hỏng", 3, NOW),))
    assert [k.key for k in gone.forgotten] == ["a"]


def test_dates_are_the_articles_own() -> None:
    (known,) = plan(found("a.txt")).changed
    assert known.published == SAVED
    late = File("a.txt", Path("a.txt"), 1, int((NOW + timedelta(days=9)).timestamp() * 1e9), 0)
    (known,) = plan(replace(found("a.txt"), article=late)).changed
    assert known.published == NOW
    odd = replace(late, mtime_ns=-(2**62))
    assert plan(replace(found("a.txt"), article=odd)).changed[0].published == NOW


NAMES = st.sampled_from(["a.txt", "b.txt", "b.docx", "d/a.txt", "d/b.txt", "á.txt"])
DAYS = st.lists(st.dictionaries(NAMES, st.sampled_from("xyz"), max_size=5), max_size=6)


@settings(max_examples=150, deadline=None)
@given(DAYS, st.booleans())
def test_whatever_people_do_with_files(days: list[dict[str, str]], prune: bool) -> None:
    """No name is ever another story's, every story is published, a second look finds nothing to do."""
    done: tuple[Known, ...] = ()
    used: dict[str, tuple[int, str]] = {}
    for day in days:
        stories = [found(source, content) for source, content in day.items()]
        decided = plan(*stories, done=done, prune=prune)
        done = published(decided, done)
        for known in done:
            for file in known.files:
                of = (known.number, str(known.made_from))
                assert used.setdefault(file, of) == of, "one address, one sound"
        assert len({k.name for k in done}) == len({k.id for k in done}) == len(done)
        again = plan(*stories, done=done, prune=prune)
        assert set(told(again).values()) <= {"keep"}
        assert (again.changed, again.forgotten) == ((), ())
        present = [k for k in done if not k.gone]
        assert len({k.key for k in present}) == len(present) == len(stories)
