# SPDX-License-Identifier: Apache-2.0
"""Fonts, colours, paragraph styles and tables that the samples share."""
from reportlab import rl_config

# Set before anything else of reportlab is used: no dates, no random identifiers, binary streams.
rl_config.invariant = 1
rl_config.useA85 = 0

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, Table

FONT_FOLDER = "/usr/share/fonts/truetype/liberation2"  # Debian package fonts-liberation2
NAVY, TEAL, LIGHT, PALE = map(HexColor, ("#10324A", "#1B7F8C", "#A9C9CF", "#EAF2F4"))
GREY, RED = map(HexColor, ("#5C6B75", "#B3261E"))
WIDTH = A4[0] - 40 * mm  # of the text: margins of 20 mm on both sides

for family, short in (("Serif", "Serif"), ("Sans", "Sans"), ("Mono", "Mono")):
    faces = {"": "Regular", "-Bold": "Bold", "-Italic": "Italic", "-BoldItalic": "BoldItalic"}
    for suffix, face in faces.items():
        pdfmetrics.registerFont(TTFont(short + suffix, f"{FONT_FOLDER}/Liberation{family}-{face}.ttf"))
    pdfmetrics.registerFontFamily(short, short, short + "-Bold", short + "-Italic", short + "-BoldItalic")


def _style(name, font, size, leading, **more):
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=leading, **more)


STYLES = {
    "title": _style("title", "Sans-Bold", 22, 26, textColor=NAVY, spaceBefore=16, spaceAfter=8, keepWithNext=1),
    "standfirst": _style("standfirst", "Serif-Italic", 12.5, 17, textColor=TEAL, spaceAfter=14),
    "h2": _style("h2", "Sans-Bold", 11.5, 15, textColor=NAVY, spaceBefore=9, spaceAfter=4, keepWithNext=1),
    "body": _style("body", "Serif", 10.2, 13.8, alignment=TA_JUSTIFY, spaceAfter=6.5, allowWidows=0, allowOrphans=0),
    "plain": _style("plain", "Serif", 11, 15, spaceAfter=8),
    "bullet": _style("bullet", "Serif", 10.2, 13.8, leftIndent=12, bulletIndent=2, spaceAfter=3),
    "step": _style("step", "Serif", 10.2, 13.8, leftIndent=18, bulletIndent=2, spaceAfter=3),
    "caption": _style("caption", "Sans-Bold", 8.8, 12, textColor=NAVY, spaceBefore=8, spaceAfter=4, keepWithNext=1),
    "cell": _style("cell", "Sans", 8.6, 11),
    "cell_bold": _style("cell_bold", "Sans-Bold", 8.6, 11),
    "cell_right": _style("cell_right", "Sans", 8.6, 11, alignment=TA_RIGHT),
    "head": _style("head", "Sans-Bold", 8.6, 11, textColor=white),
    "note": _style("note", "Sans", 7.8, 10, textColor=GREY, spaceBefore=4, spaceAfter=3),
}


def paragraph(text, style="body"):
    return Paragraph(text.replace("'", "’"), STYLES[style])


def amount(value, places=1):
    """1234.5 as 1,234.5; a negative one in parentheses; nothing as a dash."""
    if isinstance(value, str):
        return value
    if value == 0:
        return "–"
    text = f"{abs(value):,.{places}f}"
    return f"({text})" if value < 0 else text


def figure_table(head, rows, widths, tinted=1):
    """A table of figures. A row is (kind, label, cell, ...): kind is "item", "sub" (indented), "group" (a heading),
    "total" (a line above) or "grand" (a line above, a double line below). Column `tinted` is the current period."""
    first_figure = 1
    data = [[head[0], *head[1:]]]
    style = [
        ("FONT", (0, 0), (-1, 0), "Sans-Bold", 8.6), ("TEXTCOLOR", (0, 0), (-1, 0), NAVY),
        ("LINEBELOW", (0, 0), (-1, 0), 1.2, NAVY), ("FONT", (0, 1), (-1, -1), "Sans", 8.6),
        ("ALIGN", (first_figure, 0), (-1, -1), "RIGHT"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2.1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.9),
        ("LEFTPADDING", (0, 0), (0, -1), 2), ("RIGHTPADDING", (first_figure, 0), (-1, -1), 8),
        ("BACKGROUND", (tinted, 0), (tinted, -1), PALE),
    ]
    closing = pdfmetrics.stringWidth(")", "Sans", 8.6)
    for number, (kind, label, *cells) in enumerate(rows, start=1):
        strong = kind in ("total", "grand", "group")
        indent = "&nbsp;&nbsp;&nbsp;&nbsp;" if kind == "sub" else ""
        texts = [amount(cell) for cell in cells] + [""] * (len(head) - 1 - len(cells))
        data.append([paragraph(indent + label, "cell_bold" if strong else "cell"), *texts])
        if strong:
            style.append(("FONT", (0, number), (-1, number), "Sans-Bold", 8.6))
        if kind == "group":
            style.append(("TEXTCOLOR", (0, number), (-1, number), NAVY))
            style.append(("TOPPADDING", (0, number), (-1, number), 5))
        if kind in ("total", "grand"):
            style.append(("LINEABOVE", (first_figure, number), (-1, number), 0.6, NAVY))
        if kind == "grand":
            style.append(("LINEBELOW", (first_figure, number), (-1, number), 0.6, NAVY, 0, None, None, 2, 1.2))
        # The digits line up: a closing parenthesis hangs out to the right.
        for column, text in enumerate(texts, start=first_figure):
            if text.endswith((")", "%")):
                style.append(("RIGHTPADDING", (column, number), (column, number), 8 - closing))
    return Table(data, colWidths=widths, style=style, repeatRows=1, hAlign="LEFT")


def text_table(rows, widths):
    """A table of words under a dark head, as wide as the text; `widths` are the shares of its columns."""
    data = [[paragraph(cell, "head") for cell in rows[0]]]
    data += [[paragraph(cell, "cell") for cell in row] for row in rows[1:]]
    style = [
        ("BACKGROUND", (0, 0), (-1, 0), NAVY), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor("#C3CED4")), ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, PALE]),
    ]
    total = sum(widths)
    return Table(data, colWidths=[WIDTH * width / total for width in widths], style=style, repeatRows=1)
