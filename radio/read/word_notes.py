"""What a Word document says outside its story: notes, comments, headers, footers.

ECMA-376 part 1, 17.10, 17.11 and 17.13.4. They are not read out, but a producer should know of them.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from radio.read.archive import Archive
from radio.read.xmltree import Element, parsed

# What refers to a note → the note, and why it is not heard.
MARKS = {
    "w:footnoteReference": ("w:footnote", "footnote"),
    "w:endnoteReference": ("w:endnote", "endnote"),
    "w:commentReference": ("w:comment", "comment"),
}
_KINDS = ("footnotes", "endnotes", "comments")  # as the parts' relationships are called


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes, each to be taken once, and what stands atop and at the foot of pages."""

    headers: tuple[Element, ...] = ()
    footers: tuple[Element, ...] = ()
    _waiting: dict[tuple[str, str], Element] = field(default_factory=dict)

    def taken(self, mark: Element) -> Element | None:
        """The note that ``mark`` refers to; None if another mark has had it."""
        return self._waiting.pop((MARKS[mark.tag][0], mark.get("w:id", "")), None)


def notes_of(archive: Archive, main: str) -> Notes:
    """The notes of the document whose main part is called ``main``. Raises ArticleError for damaged ones."""
    folder, _, name = main.rpartition("/")
    listed = archive.part(f"{folder}/_rels/{name}.rels")
    parts: dict[str, list[Element]] = {}
    for link in parsed(listed, archive.source) if listed else ():
        kind = link.get("Type", "").rpartition("/")[2]
        if kind in (*_KINDS, "header", "footer") and link.get("TargetMode") != "External":
            target = posixpath.join(f"/{folder}", link.get("Target", "").replace("\\", "/"))
            if data := archive.part(posixpath.normpath(target)):
                parts.setdefault(kind, []).append(parsed(data, archive.source))
    waiting = {
        (note.tag, note.get("w:id", "")): note
        for kind in _KINDS
        for part in parts.get(kind, ())
        for note in part
    }
    return Notes(tuple(parts.get("header", ())), tuple(parts.get("footer", ())), waiting)
