# SPDX-License-Identifier: Apache-2.0
"""The samples that cannot be read as they are: a scan, a locked file, a damaged one."""
import io
import random

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate

from encryption import Aes256
from markup import story
from reports import COMPANY, SOURCE
from style import FONT_FOLDER

PASSWORD = "lantern-wharf-2025"
SCAN_DPI = 130


def _page_image(lines):
    """A sheet printed by an old machine, laid askew on the scanner: dark specks, a grey edge, no text."""
    pixels = (int(A4[0] / 72 * SCAN_DPI), int(A4[1] / 72 * SCAN_DPI))
    sheet = Image.new("L", pixels, 255)
    draw = ImageDraw.Draw(sheet)
    faces = {"#": ("LiberationSans-Bold", 34), "-": ("LiberationMono-Regular", 19), "": ("LiberationSerif-Regular", 22)}
    y = 110
    for line in lines:
        mark = line[:1] if line[:1] in ("#", "-") else ""
        name, size = faces[mark]
        font = ImageFont.truetype(f"{FONT_FOLDER}/{name}.ttf", size)
        draw.text((120, y), line[1:] if mark else line, 20, font)
        y += int(size * 1.55)
    draw.line((120, 178, pixels[0] - 120, 178), 40, 3)
    sheet = sheet.rotate(0.7, resample=Image.Resampling.BILINEAR, fillcolor=255)
    chance = random.Random(2025)
    draw = ImageDraw.Draw(sheet)
    for _ in range(260):
        x, y, size = chance.randrange(pixels[0]), chance.randrange(pixels[1]), chance.choice((0, 0, 0, 1, 2))
        draw.ellipse((x, y, x + size, y + size), fill=90)
    draw.rectangle((0, 0, 9, pixels[1]), fill=120)
    return sheet.point(lambda value: 255 if value > 150 else 0).convert("1")


def scan(folder):
    lines = (SOURCE / "delivery_note.txt").read_text(encoding="utf-8").splitlines()
    canvas = Canvas(str(folder / "scan.pdf"), pagesize=A4)
    canvas.setTitle("Scan0017")
    canvas.setAuthor(COMPANY)
    canvas.drawImage(ImageReader(_page_image(lines)), 0, 0, *A4)
    canvas.save()


def encrypted(folder):
    text = (SOURCE / "price_list.md").read_text(encoding="utf-8")
    document = SimpleDocTemplate(str(folder / "encrypted.pdf"), pagesize=A4, leftMargin=20 * mm - 6,
                                 rightMargin=20 * mm - 6, topMargin=25 * mm, author=COMPANY,
                                 title="Price list for distributors 2026",
                                 encrypt=Aes256(PASSWORD, "owner-" + PASSWORD))
    document.build(story(text))


def damaged(folder):
    """A letter whose transfer broke off: noise in the middle, and the end, with the page tree, never came."""
    whole = (folder / "letter.pdf").read_bytes()
    chance = random.Random(1974)
    size = len(whole)
    noise = bytes(chance.randrange(256) for _ in range(size // 5))
    kept = io.BytesIO(whole[: size * 6 // 10])
    kept.seek(size * 3 // 10)
    kept.write(noise)
    (folder / "damaged.pdf").write_bytes(kept.getvalue())
