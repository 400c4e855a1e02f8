# SPDX-License-Identifier: Apache-2.0
"""The annual report, the manual and the letter."""
from pathlib import Path

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import SimpleDocTemplate, Spacer

import figures
from document import Document, build, contents
from markup import story
from statements import all_tables
from style import GREY, NAVY, TEAL

COMPANY = "Orrevane Instruments plc"
SOURCE = Path(__file__).parent


def waves(canvas, bottom, height, colors):
    """Rows of a swell, each lower and darker than the one behind it."""
    for row, color in enumerate(colors):
        level = bottom + height * (1 - row / len(colors))
        path = canvas.beginPath()
        path.moveTo(-20 * mm, 0)
        path.lineTo(-20 * mm, level)
        x, step = -20 * mm - row * 9 * mm, 46 * mm
        path.lineTo(x, level)
        while x < A4[0] + step:
            path.curveTo(x + step / 3, level + 9 * mm, x + 2 * step / 3, level - 9 * mm, x + step, level)
            x += step
        path.lineTo(x, 0)
        canvas.setFillColor(color)
        canvas.drawPath(path, stroke=0, fill=1)


def cover(lines, small):
    def draw(canvas, _):
        canvas.saveState()
        canvas.setFillColor(NAVY)
        canvas.rect(-1, -1, A4[0] + 2, A4[1] + 2, stroke=0, fill=1)
        waves(canvas, 20 * mm, 90 * mm, [HexColor(color) for color in ("#174A63", "#1A6377", "#1B7F8C", "#55A6AE")])
        canvas.setFillColor(white)
        canvas.setFont("Sans-Bold", 13)
        canvas.drawString(20 * mm, A4[1] - 35 * mm, COMPANY)
        canvas.setFont("Sans-Bold", 40)
        for number, line in enumerate(lines):
            canvas.drawString(20 * mm, A4[1] - (88 + 17 * number) * mm, line)
        canvas.setFont("Sans", 13)
        for number, line in enumerate(small):
            canvas.drawString(20 * mm, A4[1] - (92 + 17 * len(lines) + 7 * number) * mm, line)
        canvas.restoreState()
    return draw


def annual_report(folder):
    figures.check()
    text = (SOURCE / "annual_report.md").read_text(encoding="utf-8")
    front = cover(["Annual Report", "2025"], ["For the year ended 31 December 2025"])
    build(lambda: Document(folder / "annual-report-2025.pdf", front, f"{COMPANY}  |  Annual Report 2025",
                           "Figures in millions of US dollars unless stated otherwise", author=COMPANY,
                           title=f"{COMPANY}: Annual Report 2025"),
          lambda sections: story(text, all_tables() | {"contents": contents(sections)}))


def product_manual(folder):
    text = (SOURCE / "product_manual.md").read_text(encoding="utf-8")
    front = cover(["TG-40 Radar", "Tide Gauge"], ["Installation, operation and maintenance manual",
                                                 "TG40-MAN-EN, revision 4, June 2025", "Valid from firmware 3.2"])
    build(lambda: Document(folder / "product-manual.pdf", front, "TG-40 Radar Tide Gauge  |  Manual",
                           f"TG40-MAN-EN, revision 4  |  {COMPANY}", author=COMPANY,
                           title="TG-40 Radar Tide Gauge: installation, operation and maintenance manual"),
          lambda sections: story(text, {"contents": contents(sections, 1)}))


def letter(folder):
    def head(canvas, document):
        canvas.saveState()
        canvas.setFillColor(NAVY)
        canvas.setFont("Sans-Bold", 14)
        canvas.drawString(20 * mm, A4[1] - 22 * mm, COMPANY)
        canvas.setFillColor(GREY)
        canvas.setFont("Sans", 8)
        canvas.drawString(20 * mm, A4[1] - 27 * mm, "Harbour Services  |  Quay House, Lantern Wharf, Saltmere")
        canvas.setStrokeColor(TEAL)
        canvas.line(20 * mm, A4[1] - 30 * mm, A4[0] - 20 * mm, A4[1] - 30 * mm)
        canvas.drawString(20 * mm, 14 * mm, "OHS/SA-2231/R3")
        canvas.drawRightString(A4[0] - 20 * mm, 14 * mm, f"Page {document.page} of 2")
        canvas.restoreState()

    text = (SOURCE / "letter.md").read_text(encoding="utf-8")
    document = SimpleDocTemplate(str(folder / "letter.pdf"), pagesize=A4, author=COMPANY, leftMargin=20 * mm - 6,
                                 rightMargin=20 * mm - 6, topMargin=38 * mm, bottomMargin=24 * mm,
                                 title="Renewal of service agreement SA-2231")
    document.build([Spacer(1, 2 * mm), *story(text, {"gap": [Spacer(1, 14 * mm)]}, body="plain")],
                   onFirstPage=head, onLaterPages=head)
