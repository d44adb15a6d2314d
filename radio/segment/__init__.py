"""From an `Article` to a `Script`: title, lead, bylines, narration, interviews; and why.

Pure and in this order: `page` sorts the lines (title, bylines, furniture, story; `inside` what stands between
a story's paragraphs), `people` finds who is named, `roster` who is meant and `appointments` what office they
hold, `quotes` what stands in quotation marks, `speech` and `statement` what somebody says, `story` cuts the
segments. The rules' words are tables in ``data/``. No word is lost or said
twice: each is in the title, the lead, a byline's printed line, a segment, or among what was dropped, with
the reason.
"""

from __future__ import annotations

from radio.article import Article, Dropped
from radio.script import Doubt, Narration, Script, Segment
from radio.segment.page import layout
from radio.segment.story import Story, tell
from radio.segment.trim import trimmed
from radio.segment.words import bag, sentence_ends

__all__ = ["segment"]

_LEAD_WORDS = 90
_LEAD_SENTENCES = 2


def segment(article: Article) -> Script:
    """The script of ``article``: what is heard, in order, with who says it and which rule found it."""
    page = layout(article)
    body, credits, dropped = trimmed(page.body, page.credits)
    story = tell(body)
    lead, segments = _lead(story) if page.title else ("", story.segments)
    everything = (*article.dropped, *page.dropped, *dropped, *story.dropped)
    return Script(
        title=page.title,
        lead=lead,
        credits=credits,
        segments=segments,
        source=article.source,
        sha256=article.sha256,
        dropped=tuple(sorted(everything, key=lambda d: d.line)),
        doubts=(*_page_doubts(page.title, story, everything), *story.doubts),
    )


def _lead(story: Story) -> tuple[str, tuple[Segment, ...]]:
    """The first paragraph where it is clearly the sapo: short, followed by more, no script's line."""
    first, *rest = story.segments or (Narration(""),)
    if not isinstance(first, Narration) or first.presenter or not rest or rest[0].line == first.line:
        return "", story.segments
    size, sentences = len(bag(first.text)), len(sentence_ends(first.text)) + 1
    if not 8 <= size <= _LEAD_WORDS or sentences > _LEAD_SENTENCES or first.text.endswith(":"):
        return "", story.segments
    return first.text, tuple(rest)


def _page_doubts(title: str, story: Story, dropped: tuple[Dropped, ...]) -> tuple[Doubt, ...]:
    line = min((s.line for s in story.segments), default=1)
    if not story.segments:
        return (Doubt(1, "nothing was found that could be read aloud", "page"),)
    tables = [d.line for d in dropped if d.reason == "table"]
    told = (
        [Doubt(tables[0], "a table is not read; say in a sentence what matters of it", "table")]
        if tables
        else []
    )
    return tuple(told) if title else (Doubt(line, "no title was found", "page"), *told)
