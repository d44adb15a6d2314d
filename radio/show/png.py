"""The picture as PNG: the SVG, set with letters that are here on every machine.

By resvg, which has wheels for every Python and system that we run on, and draws SVG as browsers do: a writer
of our own would need a font's outlines, kerned and with Vietnamese marks. The font is Noto Sans
(fonts/OFL.txt), cut down by scripts/make_font: a server has none.
"""

from __future__ import annotations

from importlib import resources

from radio.errors import OutputError

_ZOOM = 2.0  # pixels to a unit: sharp on a telephone
_FONT = "Noto Sans"


def png(drawing: str, *, subject: object) -> bytes:
    """``drawing``, an SVG of `svg`, as PNG. Raises OutputError where resvg is not installed."""
    try:
        import resvg_py  # noqa: PLC0415 - optional
    except ImportError as error:
        remedy = "pip install 'radio[picture]', or end the name in .svg"
        raise OutputError(subject, "needs resvg to be drawn as a PNG", remedy) from error
    with resources.as_file(resources.files("radio.show") / "fonts") as fonts:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawing,
                zoom=_ZOOM,
                skip_system_fonts=True,
                font_dirs=[str(fonts)],
                font_family=_FONT,
                sans_serif_family=_FONT,
            )
        )
