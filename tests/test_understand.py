"""One door for articles and scripts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from radio.errors import ArticleError
from radio.markdown import to_markdown
from radio.script import Interview, Script, Speaker, to_json
from radio.understand import understand

ARTICLE = """Đưa nước sạch về ấp vùng sâu

Sau gần một năm thi công, công trình cấp nước của xã Vĩnh Hưng Đông đã hoàn thành trong niềm vui của bà con.

Bà Đặng Thị Ngọc Ánh, Phó Chủ tịch UBND xã, cho biết: “Cái khó nhất là đường ống dài mười hai cây số”.

BT: Nguyễn Thu
"""


@pytest.fixture
def article(tmp_path: Path) -> Script:
    (tmp_path / "bai.txt").write_text(ARTICLE, "utf-8")
    return understand(tmp_path / "bai.txt")


def test_an_article_is_segmented(article: Script) -> None:
    assert article.interviews[0].speaker == Speaker("Đặng Thị Ngọc Ánh", "Phó Chủ tịch UBND xã")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_edited_script_is_taken_as_it_is(article: Script, tmp_path: Path, encoding: str) -> None:
    edited = to_markdown(article).replace("mười hai cây số", "mười ba cây số")
    data = edited.replace("\n", "\r\n").encode(encoding)
    (tmp_path / "Bài.MD").write_bytes(data)
    script = understand(tmp_path / "Bài.MD")
    assert (script.title, script.lead, script.credits) == (article.title, article.lead, article.credits)
    (statement,) = script.interviews
    assert statement.text == "Cái khó nhất là đường ống dài mười ba cây số"
    assert script.source == article.source
    assert script.sha256 == hashlib.sha256(data).hexdigest()


def test_a_script_that_an_editor_renamed_is_one(article: Script, tmp_path: Path) -> None:
    """Notepad adds .txt to a name; Word makes a document of a text, and one dash of two."""
    text = to_markdown(article)
    (tmp_path / "bai.md.txt").write_text(text, "utf-16")
    document = docx.Document()
    for line in text.replace("<!--", "<!–").replace("-->", "–>").splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "bai.docx"))
    for name in ("bai.md.txt", "bai.docx"):
        script = understand(tmp_path / name)
        assert (script.title, script.lead, script.credits) == (article.title, article.lead, article.credits)
        assert [(s.kind, s.text, s.speaker) for s in script.segments] == [
            (s.kind, s.text, s.speaker) for s in article.segments
        ]
        assert script.sha256 == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_a_renamed_script_has_its_line_in_an_error(article: Script, tmp_path: Path) -> None:
    text = to_markdown(article).replace("\n\n## Băng", "\n\n## Bnăg")
    number = next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith("## Bnăg"))
    (tmp_path / "bai.txt").write_text(text, "utf-8")
    with pytest.raises(ArticleError, match=f"bai.txt, line {number}: no heading is called “Bnăg”"):
        understand(tmp_path / "bai.txt")


@pytest.mark.parametrize("text", ["# Tin vui\n\n## Phát triển du lịch\nBà con mừng.", f"{ARTICLE}\n## PTV"])
def test_an_article_with_headings_of_markdown_is_an_article(text: str, tmp_path: Path) -> None:
    (tmp_path / "bai.txt").write_text(text, "utf-8")
    assert understand(tmp_path / "bai.txt").segments[0].rule != "script"


def test_a_script_for_programs_is_taken_as_it_is(article: Script, tmp_path: Path) -> None:
    path = tmp_path / "bai.json"
    path.write_text(json.dumps(to_json(article)), "utf-8")
    script = understand(path)
    assert script.segments == article.segments
    assert script.dropped == article.dropped
    assert script.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_texts_of_a_json_script_are_folded(tmp_path: Path) -> None:
    value = {
        "title": "Hội nghi\u0323",
        "credits": [],
        "segments": [{"kind": "interview", "text": "a\n b\x00", "speaker": {"name": "K’Brêu"}}],
    }
    (tmp_path / "a.json").write_text(json.dumps(value), "utf-8")
    script = understand(tmp_path / "a.json")
    assert script.title == "Hội nghị"
    assert script.segments == (Interview("a b", speaker=Speaker("K’Brêu")),)
    assert script.source == str(tmp_path / "a.json")


GOOD = {"title": "", "credits": [], "segments": []}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.json", b"{", "line 1: is not JSON"),
        ("a.json", b'{\n "title": }', "line 2: is not JSON"),
        ("a.json", b"[" * 100_000, "a.json"),
        ("a.json", b"9" * 10_000, "not JSON that a script could be"),
        ("a.json", b"[]", "holds no script"),
        ("a.json", json.dumps({"schema": "radio.episode/1", "segments": []}).encode(), "sidecar"),
        ("a.json", json.dumps({"segments": []}).encode(), "KeyError: 'title'"),
        ("a.json", json.dumps({**GOOD, "title": None}).encode(), "title is a NoneType"),
        ("a.json", json.dumps({**GOOD, "segments": [1]}).encode(), "TypeError"),
        (
            "a.json",
            json.dumps({**GOOD, "segments": [{"kind": "song", "text": "", "speaker": None}]}).encode(),
            "song",
        ),
        ("a.json", json.dumps({**GOOD, "credits": ["BT"]}).encode(), "AttributeError"),
        (
            "a.json",
            json.dumps({**GOOD, "warnings": [{"line": "1", "message": ""}]}).encode(),
            "line is a str",
        ),
        ("a.md", "## PTV\nđ\n".encode() + b"\xff", "a.md, line 3: is not UTF-8"),
        ("a.md", b"\xff\xfea", "a.md, line 1: is not UTF-8"),
        ("a.md", ARTICLE.encode(), "a.md, line 1: words stand under no heading"),
        ("a.md", b"\r\n<!-- a -->", "nothing in it to say"),
        ("a.json", json.dumps(GOOD).encode(), "nothing in it to say"),
        ("a.md", b"## PTV\nX\xc3\xa3 h?i ch? ngh?a vi?t nam", "a.md: has lost its Vietnamese letters"),
        ("a.md", None, "a.md: does not exist"),
        ("a\x00.md", None, "cannot be read"),
        ("a.md", b" " * 20_000_001, "too large"),
    ],
)
def test_what_is_no_script(tmp_path: Path, name: str, data: bytes | None, said: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ArticleError) as caught:
        understand(tmp_path / name)
    assert said in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "a"))


def test_a_folder_is_no_script(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(ArticleError):
        understand(tmp_path / "a.md")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["cue", "interview"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "text", "speaker", "name", "role", "line", "message", "presenter"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(
    st.fixed_dictionaries(
        {"title": st.just("a"), "credits": VALUES | st.just([]), "segments": VALUES | st.lists(VALUES)},
        optional={"warnings": VALUES, "source": VALUES, "lead": VALUES},
    )
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_is_a_script_or_an_error(tmp_path: Path, value: Any) -> None:
    (tmp_path / "a.json").write_text(json.dumps(value), "utf-8")
    try:
        script = understand(tmp_path / "a.json")
    except ArticleError:
        return
    assert to_markdown(script)
    assert all(type(s.text) is str for s in script.segments)
