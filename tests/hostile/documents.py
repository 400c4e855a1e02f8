"""Files of other formats than PDF that were made to hurt a reader, and good ones whose mutants do: {name: bytes}.
Bombs are written by hand against one weakness each, as in bombs.py."""
import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def office(main, kind, parts, relations=()):
    """A package with its main part, which refers to (id, kind, target) of relations."""
    def relationships(rows):
        return "<Relationships>" + "".join(f'<Relationship Id="{name}" Type="{RELATION}{what}" Target="{target}"/>'
                                           for name, what, target in rows) + "</Relationships>"
    folder, _, name = main.rpartition("/")
    everything = {
        "[Content_Types].xml": f'<Types><Override PartName="/{main}" ContentType="application/vnd.openxmlformats-'
                               f'officedocument.{kind}.main+xml"/></Types>',
        "_rels/.rels": relationships([("m", "officeDocument", main)]),
        f"{folder}/_rels/{name}.rels": relationships(relations),
    } | parts
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in everything.items():
            archive.writestr(zipfile.ZipInfo(part), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def docx(body, head=""):
    return office("word/document.xml", "wordprocessingml.document",
                  {"word/document.xml": f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'})


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pptx(slides):
    listed = "".join(f'<p:sldId r:id="r{i}"/>' for i in range(len(slides)))
    return office("ppt/presentation.xml", "presentationml.presentation",
                  {"ppt/presentation.xml": f"<p:presentation><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>"}
                  | {f"ppt/slides/s{i}.xml": f"<p:sld><p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody>"
                                             "</p:sp></p:sld>" for i, text in enumerate(slides)},
                  [(f"r{i}", "slide", f"slides/s{i}.xml") for i in range(len(slides))])


def xlsx(rows, dimension=""):
    return office("xl/workbook.xml", "spreadsheetml.sheet",
                  {"xl/workbook.xml": '<workbook><sheets><sheet name="One" r:id="r1"/></sheets></workbook>',
                   "xl/worksheets/sheet1.xml": f"<worksheet>{dimension}<sheetData>{rows}</sheetData></worksheet>"},
                  [("r1", "worksheet", "worksheets/sheet1.xml")])


def nested_archive():
    inner = b"\0" * (8 << 20)
    for _ in range(3):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for i in range(4):
                archive.writestr(zipfile.ZipInfo(f"{i}.zip"), inner, zipfile.ZIP_DEFLATED)
        inner = buffer.getvalue()
    return inner


def laughs():
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "lol"}">' for i in range(10))
    return docx(paragraph("&e9;"), f"<!DOCTYPE x [{entities}]>")


def lying_size():
    """A part whose headers say that it unpacks to nothing."""
    data = bytearray(docx(paragraph("word " * 200_000)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begin = 0
        while (begin := data.find(mark, begin)) >= 0:
            data[begin + at:begin + at + 4] = b"\0\0\0\0"
            begin += 4
    return bytes(data)


GOOD = {
    "good.docx": docx(paragraph("A contract of ten pages.") +
                      f"<w:tbl>{'<w:tr><w:tc>' + paragraph('a') + '</w:tc><w:tc>' + paragraph('1') + '</w:tc></w:tr>'}"
                      "</w:tbl>"),
    "good.pptx": pptx(["The strategy", "The figures"]),
    "good.xlsx": xlsx('<row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1"><v>7</v></c></row>' * 3),
    "good.html": b"<!doctype html><title>T</title><h1>Head</h1><table><tr><th>a<th>b<tr><td rowspan=2>1<td>2</table>"
                 b"<ul><li>one<ol><li>two</ol></ul><pre>code\n  more</pre>",
    "good.md": b"# Head\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n[link](x) **bold** <b>x",
    "good.csv": b'Name;Value;Note\n"a ""b""";1;"two\nlines"\nc;2;\n',
    "good.txt": "A text with Gr\u00f6\u00dfe, \u65e5\u672c\u8a9e and lines.\n\nMore.".encode("utf-16"),
}

BOMBS = {
    "zip_bomb.docx": lambda: docx(" " * (100 << 20)),
    "zip_in_zip.docx": nested_archive,
    "zip_of_many_files.docx": lambda: office("word/document.xml", "wordprocessingml.document",
                                             {f"x/{i}": "" for i in range(25_000)}),
    "zip_lies_about_sizes.docx": lying_size,
    "zip_is_all_tail.docx": lambda: b"PK\x03\x04" + b"PK\x05\x06" + b"\xff" * 18,
    "entities.docx": laughs,
    "outside_entity.docx": lambda: docx(paragraph("&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "deep.docx": lambda: docx("<w:x>" * 1_000_000),
    "deep_tables.docx": lambda: docx("<w:tbl><w:tr><w:tc>" * 150 + paragraph("in") + "</w:tc></w:tr></w:tbl>" * 150),
    "wide_table.docx": lambda: docx("<w:tbl>" + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 1000 + "</w:tr>") * 200 + "</w:tbl>"),
    "span.docx": lambda: docx('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr>' + paragraph("x")
                              + "</w:tc></w:tr></w:tbl>"),
    "slides.pptx": lambda: pptx(["slide"] * 200),
    "slide_of_itself.pptx": lambda: office("ppt/presentation.xml", "presentationml.presentation",
                                           {"ppt/presentation.xml": "<p:presentation>" + '<p:sldId r:id="r1"/>' * 300
                                            + "</p:presentation>"}, [("r1", "slide", "presentation.xml")]),
    "far_cell.xlsx": lambda: xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="4294967295">'
                                  '<c r="ZZZZZZZZ9"><v>2</v></c></row>', '<dimension ref="A1:XFD1048576"/>'),
    "many_cells.xlsx": lambda: xlsx("".join("<row>" + f"<c><v>{i % 97}.{i}</v></c>" * 100 + "</row>"
                                            for i in range(50))),
    "shared_strings.xlsx": lambda: xlsx('<row><c t="s"><v>99999999999999999999</v></c><c t="s"><v>-1</v></c></row>'),
    "dates.xlsx": lambda: xlsx('<row><c><v>1e308</v></c><c><v>nan</v></c><c t="d"><v>x</v></c></row>'),
    "deep.html": lambda: b"<div>" * 60_000,
    "formatting.html": lambda: b"<b><p>" * 400_000,
    "tables.html": lambda: b"<table><tr><td>" * 5000,
    "spans.html": lambda: b"<table>" + b"<tr><td rowspan=99999 colspan=99999>x<td>y" * 500,
    "attributes.html": lambda: b"<p " + b" ".join(b"a%d=1" % i for i in range(30_000)) + b">x",
    "one_word.html": lambda: b"<html>" + b"x" * (2 << 20),
    "quotes.md": lambda: b">" * 50_000 + b" x",
    "brackets.md": lambda: b"[" * 10_000 + b"]" * 10_000,
    "emphasis.md": lambda: b"*a_ " * 30_000,
    "table.md": lambda: b"|a" * 5000 + b"\n" + b"|-" * 5000 + b"\n" + b"|x\n" * 2000,
    "references.md": lambda: b"".join(b"[a%d]: x\n" % i for i in range(30_000)) + b"[a1]" * 1000,
    "open_quote.csv": lambda: b'a,b\n"' + b"x,y\n" * 4000,
    "columns.csv": lambda: b"," * 1_000_000 + b"\n1",
    "wide.txt": lambda: b"\xff\xfe" + b"\x00\xd8" * 100_000,
    "zeros.txt": lambda: b"text" + b"\0" * 200_000,
    "bad_utf8.txt": lambda: b"\xf0\x9f" * 100_000,
    "marks.txt": lambda: ("a" + "\u0301" * 100_000).encode(),
    "encoding.html": lambda: b"<meta charset=utf-7><p>+ADw-script+AD4-" * 10 + b"<meta charset='../../etc/x'>",
}

SLOW = {"deep.html", "formatting.html"}  # take their whole time
