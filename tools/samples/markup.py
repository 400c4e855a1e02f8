# SPDX-License-Identifier: Apache-2.0
"""Turns the samples' text files into flowables. The marks, one block per line or paragraph:

    # title    ## heading    > standfirst    - bullet    1) step    ! WARNING text (also DANGER, CAUTION, NOTE)
    | a | b | rows of a table, the first its head; `^ 2 1 1 Caption` before it gives widths and caption
    {name} flowables made by the caller    [page] begins a page    [columns] ... [end] sets in two columns
"""
import re

from reportlab.lib.units import mm
from reportlab.platypus import BalancedColumns, Flowable, PageBreak, Spacer, Table

from style import GREY, PALE, RED, TEAL, WIDTH, paragraph, text_table

ALERTS = {"DANGER": RED, "WARNING": RED, "CAUTION": TEAL, "NOTE": GREY}


class Section(Flowable):
    """Takes no room; tells the document which section begins here, for headers, bookmarks and the contents."""

    def __init__(self, title, level=0):
        super().__init__()
        self.title, self.level, self.keepWithNext = title, level, 1

    def wrap(self, *_):
        return 0, 0

    def draw(self):
        key = re.sub(r"\W+", "-", self.title)
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self.title, key, self.level, self.level > 0)


def alert(word, text):
    color = ALERTS[word]
    style = [("LINEBEFORE", (0, 0), (0, -1), 4, color), ("BACKGROUND", (0, 0), (-1, -1), PALE),
             ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 10)]
    label = paragraph(f'<font color="#{color.hexval()[2:]}">{word}</font>', "cell_bold")
    return [Spacer(1, 4), Table([[label, paragraph(text, "cell")]], colWidths=[24 * mm, WIDTH - 24 * mm], style=style),
            Spacer(1, 7)]


def _block(block, inserts, body):
    if block == "[page]":
        return [PageBreak()]
    if block.startswith("{"):
        return list(inserts[block.strip("{}")])
    if block.startswith("# "):
        return [Section(block[2:]), paragraph(block[2:], "title")]
    if block.startswith("## "):
        numbered = re.match(r"\d+\.\d", block[3:])
        return [*([Section(block[3:], 1)] if numbered else []), paragraph(block[3:], "h2")]
    if block.startswith("> "):
        return [paragraph(block[2:], "standfirst")]
    if block.startswith("!"):
        return alert(*block[1:].split(None, 1))
    if block.startswith("^"):
        lines = block.split("\n")
        shape = re.match(r"\^ ([\d. ]+)(.*)", lines[0])
        rows = [[cell.strip() for cell in line.strip()[1:-1].split("|")] for line in lines[1:]]
        table = text_table(rows, [float(width) for width in shape[1].split()])
        return [paragraph(shape[2], "caption"), table, Spacer(1, 8)]
    flowables = []
    for line in block.split("\n"):
        if line.startswith("- "):
            flowables.append(paragraph(f"<bullet>•</bullet>{line[2:]}", "bullet"))
        elif step := re.match(r"(\d+)\) (.*)", line):
            flowables.append(paragraph(f"<bullet>{step[1]}.</bullet>{step[2]}", "step"))
        else:
            flowables.append(paragraph(line, body))
    return flowables


def story(text, inserts=None, body="body"):
    flowables, columns = [], None
    alone = re.sub(r"(?m)^(#+ .*|> .*|! .*|\{.*\}|\[\w+\])$", r"\n\1\n", text)
    for block in filter(None, (block.strip() for block in re.split(r"\n{2,}", alone))):
        if block == "[columns]":
            columns = []
        elif block == "[end]":
            flowables += [BalancedColumns(columns, nCols=2, innerPadding=9 * mm, needed=40), Spacer(1, 12)]
            columns = None
        else:
            (flowables if columns is None else columns).extend(_block(block, inserts or {}, body))
    return flowables
