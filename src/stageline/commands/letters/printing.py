"""Letters as PDF. Loaded by whoever makes one, and not by a server that starts."""

import logging
from datetime import datetime

from fontpkg_fira_sans import ROOT  # type: ignore[import-untyped]  # a folder and nothing else
from fpdf import FPDF, FontFace, TextStyle
from fpdf.fonts import TTFFont

from stageline.domain.errors import Missing
from stageline.domain.letters.letter import NotPrintable, Written

FACES = {"": "Regular", "B": "Bold", "I": "Italic", "BI": "BoldItalic"}
FAMILY, SIZE, MARGIN = "Letter", 11, 25
HEADINGS = {"h1": 18, "h2": 15, "h3": 13, "h4": 11, "h5": 11, "h6": 11}

logging.getLogger("fpdf").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


def pdf_of(written: Written, at: datetime) -> bytes:
    """On A4. Letters that the font has no shapes for are named, and nothing is made (PS-50)."""
    paper = FPDF(format="A4")
    for style, name in FACES.items():
        paper.add_font(FAMILY, style, ROOT / "files" / f"FiraSans-{name}.ttf")
    try:
        return _printed(paper, written, at)
    finally:
        for face in paper.fonts.values():
            if isinstance(face, TTFFont):
                face.ttfont.close()


def _printed(paper: FPDF, written: Written, at: datetime) -> bytes:
    font = paper.fonts[FAMILY.lower()]
    assert isinstance(font, TTFFont)  # noqa: S101 - it was added just now
    strange = sorted({c for c in written.plain + written.subject if not c.isspace() and ord(c) not in font.cmap})
    if strange:
        raise NotPrintable([Missing(name=each, remedy=f"Take out {each}.") for each in strange[:20]])
    paper.set_title(written.subject)
    paper.set_creation_date(at)
    paper.set_margin(MARGIN)
    paper.add_page()
    paper.set_font(FAMILY, size=SIZE)
    headings = {
        tag: TextStyle(font_size_pt=size, font_style="B", t_margin=6, b_margin=2) for tag, size in HEADINGS.items()
    }
    code = TextStyle(font_family=FAMILY)
    paper.write_html(
        written.html, font_family=FAMILY, tag_styles={**headings, "code": FontFace(family=FAMILY), "pre": code}
    )
    return bytes(paper.output())
