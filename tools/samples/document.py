# SPDX-License-Identifier: Apache-2.0
"""A paged document with running headers and footers, whose contents know their page numbers."""
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Table

from markup import Section
from style import GREY, NAVY, STYLES, TEAL, WIDTH


class Document(BaseDocTemplate):
    """Page 1 is the cover and carries no header; the section named at the top is the one the page ends in."""

    def __init__(self, path, cover, running, footer, **facts):
        super().__init__(str(path), pagesize=A4, **facts)
        self.running, self.footer, self.section, self.sections = running, footer, "", []
        frame = Frame(20 * mm, 20 * mm, WIDTH, A4[1] - 46 * mm, 0, 0, 0, 0, id="text")
        self.addPageTemplates([PageTemplate("cover", frame, onPage=cover, autoNextPageTemplate="page"),
                               PageTemplate("page", frame, onPageEnd=self.decorate)])

    def afterFlowable(self, flowable):
        if isinstance(flowable, Section):
            if flowable.level == 0:
                self.section = flowable.title
            self.sections.append((flowable.title, flowable.level, self.page))

    def decorate(self, canvas, _):
        canvas.saveState()
        canvas.setStrokeColor(TEAL)
        canvas.setLineWidth(0.6)
        top = A4[1] - 17 * mm
        canvas.line(20 * mm, top, A4[0] - 20 * mm, top)
        canvas.setFillColor(GREY)
        canvas.setFont("Sans", 8)
        canvas.drawString(20 * mm, top + 4, self.running)
        canvas.drawRightString(A4[0] - 20 * mm, top + 4, self.section)
        canvas.drawString(20 * mm, 11 * mm, self.footer)
        canvas.setFillColor(NAVY)
        canvas.setFont("Sans-Bold", 9)
        canvas.drawRightString(A4[0] - 20 * mm, 11 * mm, str(self.page))
        canvas.restoreState()


def contents(sections, deepest=0):
    """Lines of title and page, or nothing on the first of the two passes."""
    rows = [[Paragraph(("&nbsp;" * 5 * level) + title, STYLES["cell" if level else "cell_bold"]),
             Paragraph(str(page), STYLES["cell_right"])]
            for title, level, page in sections if level <= deepest and title != "Contents"]
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.3, GREY), ("TOPPADDING", (0, 0), (-1, -1), 1),
             ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5), ("LEFTPADDING", (0, 0), (0, -1), 0)]
    return [Table(rows, colWidths=[WIDTH - 20 * mm, 20 * mm], style=style)] if rows else []


def build(make_document, make_story):
    """Builds twice: the second pass knows on which page each section began in the first, until nothing moves."""
    sections = []
    for _ in range(4):
        document = make_document()
        document.build([PageBreak(), *make_story(sections)])
        if document.sections == sections:
            return
        sections = document.sections
    raise RuntimeError("the contents do not settle")
