"""Where a page names its author: "Bởi Nguyễn Thu" is a label and a name, "by admin" names nobody."""

from __future__ import annotations

from functools import cache

from radio.read.html_names import rows


def label_and_name(text: str) -> tuple[str, str]:
    """An author's line as the site's label and the name after it; either may be "", as for an account."""
    folded = text.lower()
    label = next((text[: len(w)] for w in _words("label") if folded.startswith((f"{w} ", f"{w}:"))), "")
    name = text[len(label) :].lstrip(" :")
    return (text, "") if name.lower() in _words("account") else (text[: len(text) - len(name)].strip(), name)


@cache
def _words(how: str) -> tuple[str, ...]:
    """The table's words of one kind, the longest first."""
    return tuple(
        sorted((words for kind, words in rows("html_bylines") if kind == how), key=len, reverse=True)
    )
