"""Hand-made hostile PDFs: each costs a reader without limits its time, its memory or its stack, or leads it astray.

BOMBS holds a function for each, by name; SLOW names those that cost a second or more, up to the reader's limits."""
import random
import zlib
from math import cos, sin

from pdf import TEXT, Pdf, blank_flate, flate

MEGA = 1 << 20
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
BOMBS = {}
SLOW = set()


def bomb(function):
    BOMBS[function.__name__] = function
    return function


def slow(function):
    SLOW.add(function.__name__)
    return bomb(function)


def line(x, y, text, size=10):
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, text)


def streamed(data, filters):
    """A page whose content is the encoded data, and a good page behind it."""
    pdf = Pdf()
    return pdf.page(pdf.stream(data, filters)).page().finish()


def with_font(font, content=TEXT, more=lambda pdf: None):
    """A page whose font /F1 is the given dictionary; `more` adds what it refers to, from object 10 on."""
    pdf = Pdf()
    pdf.add(b"<</Font<</F1 6 0 R>>>>", 5)
    pdf.add(font, 6)
    more(pdf)
    pdf.last = max(pdf.last, 19)
    return pdf.page(content, resources=b"5 0 R").finish()


# Streams that grow, and filters.

@slow
def double_flate():
    return streamed(zlib.compress(blank_flate(400), 9), b"/Filter[/FlateDecode/FlateDecode]")


@slow
def triple_flate():
    return streamed(zlib.compress(zlib.compress(blank_flate(1500), 9), 9),
                    b"/Filter[/FlateDecode/FlateDecode/FlateDecode]")


@slow
def flate_of_operators():
    return streamed(*flate(b"q 1 0 0 1 0 0 cm Q\n" * (2 * MEGA)))


@bomb
def lzw_of_one_code():
    return streamed(b"\x80\x0b" + b"\x60\x50\x22" * MEGA, b"/Filter/LZWDecode")


@bomb
def run_length():
    return streamed(b"\x81 " * MEGA, b"/Filter/RunLengthDecode")


@bomb
def thousand_filters():
    return streamed(b"00" * 1000, b"/Filter[" + b"/ASCIIHexDecode " * 1000 + b"]")


@bomb
def predictor_of_huge_rows():
    data, filters = flate(TEXT)
    return streamed(data, filters + b"/DecodeParms[<</Predictor 12/Columns 2147483647/Colors 32/BitsPerComponent 16>>]")


@bomb
def length_of_itself():
    pdf = Pdf()
    pdf.add(b"<</Length 5 0 R>>stream\n" + TEXT + b"endstream", 5)
    return pdf.page(5).finish()


@bomb
def length_beyond_the_file():
    pdf = Pdf()
    pdf.add(b"<</Length 9223372036854775807>>stream\n" + TEXT + b"endstream", 5)
    return pdf.page(5).page().finish()


@bomb
def length_below_zero():
    pdf = Pdf()
    pdf.add(b"<</Length -2147483648>>stream\n" + TEXT + b"endstream", 5)
    return pdf.page(5).page().finish()


# Content that calls, nests and repeats.

@slow
def forms_ten_to_the_ten():
    pdf = Pdf()
    inner = pdf.stream(line(0, 0, b"lol"), FORM + b"/Resources 3 0 R")
    for _ in range(10):
        inner = pdf.stream(b"/X Do " * 10, FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % inner)
    return pdf.page().page(b"/X Do", resources=b"<</XObject<</X %d 0 R>>>>" % inner).page().finish()


@slow
def form_of_itself():
    pdf = Pdf()
    pdf.stream(b"/X Do /X Do", FORM + b"/Resources<</XObject<</X 5 0 R>>>>", 5)
    return pdf.page(b"/X Do", resources=b"<</XObject<</X 5 0 R>>>>").finish()


@slow
def forms_in_a_circle():
    pdf = Pdf()
    for number in range(5, 15):
        after = 5 + (number - 4) % 10
        pdf.stream(b"/X Do " * 10, FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % after, number)
    return pdf.page(b"/X Do", resources=b"<</XObject<</X 5 0 R>>>>").finish()


@bomb
def forms_nested_deep():
    pdf = Pdf()
    inner = pdf.stream(TEXT, FORM + b"/Resources 3 0 R")
    for _ in range(20_000):
        inner = pdf.stream(b"/X Do", FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % inner)
    return pdf.page(b"/X Do", resources=b"<</XObject<</X %d 0 R>>>>" % inner).finish()


@bomb
def pattern_of_itself():
    pdf = Pdf()
    pdf.stream(b"/Pattern cs /P scn 0 0 9 9 re f", b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]"
               b"/XStep 1/YStep 1/Resources<</Pattern<</P 5 0 R>>>>", 5)
    return pdf.page(b"/Pattern cs /P scn 0 0 600 700 re f " + TEXT,
                    resources=b"<</Pattern<</P 5 0 R>>/Font<</F1 4 0 R>>>>").finish()


@bomb
def colour_space_of_itself():
    pdf = Pdf()
    pdf.add(b"[/Indexed 5 0 R 255 (abc)]", 5)
    return pdf.page(b"/C cs 1 sc " + TEXT, resources=b"<</ColorSpace<</C 5 0 R>>/Font<</F1 4 0 R>>>>").finish()


@bomb
def function_of_itself():
    pdf = Pdf()
    pdf.add(b"<</FunctionType 3/Domain[0 1]/Functions[5 0 R 5 0 R]/Bounds[.5]/Encode[0 1 0 1]>>", 5)
    pdf.add(b"[/Separation/X/DeviceGray 5 0 R]", 6)
    return pdf.page(b"/C cs 1 sc " + TEXT, resources=b"<</ColorSpace<</C 6 0 R>>/Font<</F1 4 0 R>>>>").finish()


@bomb
def state_saved_a_million_times():
    return streamed(*flate(b"q " * MEGA + TEXT))


@slow
def marked_content_nested():
    return streamed(*flate(b"/P <</MCID 1>> BDC " * (MEGA // 4) + TEXT))


@bomb
def arrays_in_content():
    return streamed(*flate(b"[" * MEGA + b"] TJ " + TEXT))


@bomb
def inline_image_of_gigabytes():
    return Pdf().page(b"BI /W 2147483647 /H 2147483647 /BPC 8 /CS /RGB ID x EI " + TEXT).finish()


@bomb
def operands_without_an_operator():
    return streamed(*flate(b"1 " * (4 * MEGA) + TEXT))


@slow
def contents_listed_a_million_times():
    pdf = Pdf()
    content = pdf.stream(TEXT)
    listed = pdf.add(b"[" + b"%d 0 R " % content * 300_000 + b"]")
    return pdf.page(listed).page().finish()


# Objects.

@bomb
def nested_arrays():
    pdf = Pdf()
    pdf.add(b"[" * MEGA + b"]" * MEGA)
    return pdf.page().finish(b"/Info 5 0 R")


@bomb
def nested_dictionaries():
    pdf = Pdf()
    nested = pdf.add(b"<</A" * (MEGA // 4) + b" 1" + b">>" * (MEGA // 4))
    return pdf.page(entries=b"/PieceInfo %d 0 R" % nested).catalog(b"/Names %d 0 R" % nested).finish()


@bomb
def unterminated_string():
    return Pdf().page().finish().replace(b"trailer", b"5 0 obj (" + b"(" * (8 * MEGA) + b"\ntrailer")


@bomb
def name_of_megabytes():
    return Pdf().page(entries=b"/" + b"#41" * (4 * MEGA) + b" 1").finish()


@slow
def comment_of_megabytes():
    return Pdf().page().finish().replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + b"x" * (16 * MEGA) + b"\n")


@bomb
def reference_chain():
    pdf = Pdf()
    for number in range(5, 50_005):
        pdf.add(b"%d 0 R" % (number + 1), number)
    pdf.add(b"[0 0 612 792]", 50_005)
    return pdf.page(box=b" 5 0 R").finish()


@bomb
def reference_to_itself():
    pdf = Pdf()
    pdf.add(b"5 0 R", 5)
    return pdf.page(box=b" 5 0 R").page().finish()


# Cross-references.

@bomb
def table_before_itself():
    data, _ = Pdf().page().body()
    return Pdf().page().finish(b"/Prev %d" % len(data))


@bomb
def tables_in_a_circle():
    good = Pdf().page().finish()
    first = good.rindex(b"xref\n0")
    second = len(good)
    more = b"xref\n0 0\ntrailer<</Size 9/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (first, second)
    return good.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % (second + len(b"/Prev %d" % second)), 1) + more


@bomb
def tables_chained():
    data = Pdf().page().finish()
    before = data.rindex(b"xref\n0")
    for _ in range(20_000):
        at = len(data)
        data += b"xref\n0 0\ntrailer<</Size 9/Root 1 0 R/Prev %d>>\n" % before
        before = at
    return data + b"startxref\n%d\n%%%%EOF\n" % before


def reference_stream(entries):
    data, offsets = Pdf().page().body()
    packed, filters = flate(b"\x01\x00\x00\x00\x10\x00\x00" * 64)
    body = b"<</Type/XRef/Root 1 0 R/W[1 4 2]%s%s/Length %d>>stream\n%s\nendstream" % (
        entries % {b"at": len(data)}, filters, len(packed), packed)
    return data + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (max(offsets) + 1, body, len(data))


@bomb
def reference_stream_before_itself():
    return reference_stream(b"/Size 9/Prev %(at)d")


@bomb
def reference_stream_of_billions():
    return reference_stream(b"/Size 2147483647/Index[0 2147483647]")


@bomb
def reference_stream_of_wide_fields():
    return reference_stream(b"/Size 9").replace(b"/W[1 4 2]", b"/W[2147483647 2147483647 2147483647]")


@bomb
def table_of_billions():
    return Pdf().page().finish().replace(b"xref\n0 ", b"xref\n0 214748364")


@bomb
def table_of_a_million_free_objects():
    data = Pdf().page().finish()
    at = len(data)
    return data + (b"xref\n9 1000000\n" + b"0000000000 65535 f \n" * MEGA +
                   b"trailer<</Size 1000009/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
                   % (data.rindex(b"xref\n0"), at))


@bomb
def start_beyond_the_file():
    return Pdf().page().finish(tail=b"startxref\n9223372036854775807\n%%EOF\n")


@bomb
def object_number_of_billions():
    return Pdf().page().finish().replace(b"4 0 obj", b"4294967295 0 obj").replace(b"4 0 R", b"4294967295 0 R")


def object_stream(entries, first=b"2 0 "):
    """The page tree is said to be in an object stream, object 9, with these entries."""
    pdf = Pdf().page()
    del pdf.bodies[2]
    pdf.bodies[2] = b"<</Type/Pages/Count 1/Kids[6 0 R]>>"
    tree = pdf.bodies.pop(2)
    content = first + tree
    pdf.stream(content, b"/Type/ObjStm/First %d%s" % (len(first), entries), 9)
    pdf.bodies[2] = b"null"
    data, offsets = pdf.body()
    rows = b"".join(
        b"\x02\x00\x00\x00\x09\x00\x00" if number == 2 else b"\x01" + offsets.get(number, 0).to_bytes(4, "big") + b"\0\0"
        for number in range(11))
    rows = rows[:70] + b"\x01" + len(data).to_bytes(4, "big") + b"\0\0"
    body = b"<</Type/XRef/Size 11/Root 1 0 R/W[1 4 2]/Length %d>>stream\n%s\nendstream" % (len(rows), rows)
    return data + b"10 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (body, len(data))


@bomb
def object_stream_that_extends_itself():
    return object_stream(b"/N 1/Extends 9 0 R")


@bomb
def object_stream_of_billions():
    return object_stream(b"/N 2147483647")


@bomb
def object_stream_in_itself():
    return object_stream(b"/N 2", b"9 0 2 0 ")


# Pages.

@bomb
def tree_of_itself():
    return Pdf().page().tree(b"/Count 3/Kids[2 0 R 2 0 R]").finish()


@bomb
def tree_in_a_circle():
    pdf = Pdf().page()
    pdf.add(b"<</Type/Pages/Count 9/Kids[8 0 R 6 0 R]>>", 7)
    pdf.add(b"<</Type/Pages/Count 9/Kids[7 0 R 6 0 R]>>", 8)
    return pdf.tree(b"/Count 9/Kids[7 0 R 8 0 R]").finish()


@bomb
def tree_nested_deep():
    pdf = Pdf().page()
    for number in range(7, 50_007):
        pdf.add(b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 1), number)
    pdf.add(b"<</Type/Page/Parent 50006 0 R/MediaBox[0 0 9 9]>>", 50_007)
    return pdf.tree(b"/Count 1/Kids[7 0 R]").finish()


@bomb
def two_billion_pages():
    return Pdf().page().tree(b"/Count 2000000000/Kids[6 0 R]").finish()


@bomb
def less_than_no_pages():
    return Pdf().page().tree(b"/Count -5/Kids[6 0 R]").finish()


@bomb
def kids_that_are_missing():
    return Pdf().page().tree(b"/Count 300000/Kids[" + b"99 0 R " * 300_000 + b"]").finish()


@bomb
def one_page_300000_times():
    return Pdf().page().tree(b"/Count 300000/Kids[" + b"6 0 R " * 300_000 + b"]").finish()


@slow
def five_thousand_pages_that_are_missing():
    return Pdf().page().tree(b"/Count 5000/Kids[" + b"99 0 R " * 4_999 + b"6 0 R]").finish()


@bomb
def parent_of_itself():
    pdf = Pdf().page()
    pdf.bodies[6] = pdf.bodies[6].replace(b"/Parent 2 0 R", b"/Parent 6 0 R").replace(b"/MediaBox[0 0 612 792]", b"")
    return pdf.finish()


@bomb
def page_of_a_billion_points():
    return Pdf().page(box=b"[0 0 1000000000 1000000000]").finish()


@bomb
def page_of_no_size():
    return Pdf().page(box=b"[0 0 0 0]").page(box=b"[9 9 -9 -9]").page(box=b"[1e999 -1e999 nan inf]").finish()


@bomb
def page_turned_by_a_billion():
    return Pdf().page(entries=b"/Rotate 2147483647").page(entries=b"/Rotate -90").page(
        entries=b"/UserUnit 1e30").finish()


@slow
def a_million_annotations():
    pdf = Pdf()
    link = pdf.add(b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://127.0.0.1:9/)>>>>")
    return pdf.page(entries=b"/Annots[" + b"%d 0 R " % link * 500_000 + b"]").finish()


@bomb
def what_a_reader_must_not_do():
    pdf = Pdf()
    pdf.stream(b"#!/bin/sh\n", b"/Type/EmbeddedFile", 20)
    pdf.add(b"<</Type/Filespec/F(http://127.0.0.1:9/x)/FS/URL/EF<</F 20 0 R>>>>", 21)
    pdf.stream(b"", b"/F 21 0 R/FFilter/FlateDecode", 22)
    return pdf.page(22).page(entries=b"/AA<</O<</S/Launch/F(/bin/sh)>>>>").catalog(
        b"/OpenAction<</S/JavaScript/JS(app.launchURL('http://127.0.0.1:9/'))>>").finish()


# Outlines and names.

@bomb
def outline_in_a_circle():
    pdf = Pdf().page()
    pdf.add(b"<</First 11 0 R/Last 11 0 R/Count 2147483647>>", 10)
    pdf.add(b"<</Title(x)/Parent 10 0 R/First 10 0 R/Next 11 0 R>>", 11)
    return pdf.catalog(b"/Outlines 10 0 R").finish()


@bomb
def outline_nested_deep():
    pdf = Pdf().page()
    pdf.add(b"<</First 11 0 R>>", 10)
    for number in range(11, 50_011):
        pdf.add(b"<</Title(x)/Parent %d 0 R/First %d 0 R>>" % (number - 1, number + 1), number)
    return pdf.catalog(b"/Outlines 10 0 R").finish()


@bomb
def names_in_a_circle():
    pdf = Pdf().page()
    pdf.add(b"<</Kids[10 0 R 10 0 R]/Limits[(a)(z)]>>", 10)
    return pdf.catalog(b"/Names<</Dests 10 0 R>>/PageLabels 10 0 R/StructTreeRoot 10 0 R").finish()


# Fonts and character maps.

@bomb
def font_of_itself():
    return with_font(b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>")


@bomb
def font_drawn_with_itself():
    def more(pdf):
        pdf.stream(b"1000 0 d0 BT /F1 1 Tf (a) Tj ET", number=10)
    return with_font(b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97"
                     b"/Widths[1]/Encoding<</Differences[97/a]>>/CharProcs<</a 10 0 R>>/Resources 5 0 R>>",
                     b"BT /F1 10 Tf 9 9 Td (aaaaaaaaaaaaaaaa) Tj ET", more)


@bomb
def font_of_billions_of_widths():
    return with_font(b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar -2147483648/LastChar 2147483647/Widths["
                     + b"500 " * 500_000 + b"]>>")


def cid_font(entries, more=lambda pdf: None):
    def both(pdf):
        pdf.add(b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
                b"/Supplement 0>>%s>>" % entries, 10)
        more(pdf)
    return with_font(b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[10 0 R]"
                     b"/ToUnicode 11 0 R>>", b"BT /F1 10 Tf 72 700 Td <00410042FFFF> Tj ET", both)


@slow
def cid_widths_of_billions():
    return cid_font(b"/W[0 2147483647 500 " + b"5 9 500 " * 300_000 + b"]")


@bomb
def cid_widths_nested():
    return cid_font(b"/W" + b"[" * 100_000 + b"]" * 100_000)


def character_map(body):
    return cid_font(b"", lambda pdf: pdf.stream(
        *flate(b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> "
               b"endcodespacerange " + body + b" endcmap"), 11))


@bomb
def character_map_of_all_numbers():
    return character_map(b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange")


@bomb
def character_map_of_a_million_entries():
    return character_map(b"1000000 beginbfchar " + b"<0041> <D83DDE00> " * MEGA + b"endbfchar")


@bomb
def character_map_of_itself():
    return cid_font(b"", lambda pdf: pdf.stream(b"begincmap /X usecmap endcmap", b"/UseCMap 11 0 R", 11))


@slow
def character_map_of_long_texts():
    return character_map(b"1 beginbfchar <0041> <" + b"0041" * 500_000 + b"> endbfchar")


@bomb
def font_file_of_huge_tables():
    head = b"\0\1\0\0\0\x10\0\x80\0\x03\0\x20"
    tables = b"".join(tag + b"\xff" * 12 for tag in (b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"))
    return cid_font(b"/FontDescriptor 12 0 R", lambda pdf: (
        pdf.add(b"<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 13 0 R>>", 12),
        pdf.stream((head + tables) * 2000, number=13)))


@bomb
def ten_thousand_fonts():
    fonts = b"".join(b"/F%d 4 0 R " % number for number in range(10_000))
    content = b"".join(b"BT /F%d 10 Tf 9 9 Td (x) Tj ET\n" % number for number in range(10_000))
    return Pdf().page(content, resources=b"<</Font<<" + fonts + b">>>>").finish()


# Pictures.

@bomb
def pictures_of_gigapixels():
    pdf = Pdf()
    kinds = [b"/FlateDecode", b"/DCTDecode", b"/JPXDecode", b"/JBIG2Decode", b"/CCITTFaxDecode"]
    for number, kind in enumerate(kinds, 10):
        pdf.stream(zlib.compress(b"\0" * 1000), b"/Type/XObject/Subtype/Image/Width 100000/Height 100000"
                   b"/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter" + kind, number)
    names = b"".join(b"/I%d %d 0 R" % (number, number) for number in range(10, 15))
    return pdf.page(b"/I10 Do /I11 Do /I12 Do /I13 Do /I14 Do " + TEXT,
                    resources=b"<</XObject<<" + names + b">>/Font<</F1 4 0 R>>>>").finish()


@bomb
def picture_masked_by_itself():
    pdf = Pdf()
    pdf.stream(b"\0" * 9, b"/Type/XObject/Subtype/Image/Width 3/Height 3/ColorSpace/DeviceGray/BitsPerComponent 8"
               b"/SMask 10 0 R/Mask 10 0 R", 10)
    return pdf.page(b"/I Do " + TEXT, resources=b"<</XObject<</I 10 0 R>>/Font<</F1 4 0 R>>>>").finish()


# Encryption.

def encrypted(entries):
    return Pdf().page().finish(b"/ID[(0123456789012345)(0123456789012345)]/Encrypt<</Filter/Standard/P -1/O("
                               + b"o" * 48 + b")/U(" + b"u" * 48 + b")" + entries + b">>")


@bomb
def encryption_of_no_known_kind():
    return encrypted(b"/V 99/R 99/Length 2147483647")


@bomb
def encryption_with_a_key_of_no_length():
    return encrypted(b"/V 2/R 3/Length -8")


@bomb
def encryption_by_a_filter_that_is_missing():
    return encrypted(b"/V 5/R 6/OE()/UE()/Perms()/CF<</StdCF<</CFM/AESV3/Length 4096>>>>/StmF/X/StrF/StdCF")


# Text that is hard to lay out.

def scattered(count, place):
    draw = random.Random(7)
    return b"".join(line(*place(draw, number), b"word%d" % number) for number in range(count))


@slow
def words_scattered():
    return streamed(*flate(scattered(60_000, lambda draw, _: (draw.uniform(0, 600), draw.uniform(0, 780)))))


@slow
def words_stacked():
    return streamed(*flate(scattered(60_000, lambda draw, _: (300, 400))))


@slow
def words_on_baselines_close_together():
    return streamed(*flate(scattered(60_000, lambda draw, number: (number % 60 * 10, 400 + number * .001))))


@slow
def table_of_half_a_million_cells():
    return streamed(*flate(b"".join(line(x * 3, y * .4, b"7", 1) for y in range(1500) for x in range(200))))


@bomb
def words_at_3600_angles():
    content = b"".join(b"BT /F1 10 Tf %f %f %f %f 300 400 Tm (round) Tj ET\n" % (cos(a), sin(a), -sin(a), cos(a))
                       for a in (turn / 573 for turn in range(3600)))
    return Pdf().page(content).finish()


@bomb
def text_of_all_sizes():
    sizes = [b"1e-30", b"0", b"-5", b"1e30", b"99999999999999999999", b".0000001"]
    content = b"".join(b"BT /F1 %s Tf 72 700 Td (size) Tj ET BT /F1 9 Tf %s 0 0 %s 9 9 Tm (size) Tj ET\n" % (s, s, s)
                       for s in sizes)
    return Pdf().page(content).page().finish()


@bomb
def spaces_between_words_of_all_sizes():
    return Pdf().page(b"BT /F1 10 Tf 1e30 Tc -1e30 Tw 1e-9 Tz 1e30 TL 72 700 Td (a b) Tj T* [(a) -1e30 (b) 1e30] TJ ET"
                      ).page().finish()


@slow
def five_million_characters():
    return streamed(*flate(b"BT /F1 1 Tf 1 1 Td " + b"(0123456789) Tj " * 500_000 + b"ET"))


@slow
def one_word_of_a_million_letters():
    return streamed(*flate(b"BT /F1 .001 Tf 9 9 Td (" + b"a" * MEGA + b") Tj ET"))


@bomb
def characters_of_all_planes():
    return character_map(b"1 beginbfchar <0041> <" + b"D83DDE00" * 100 + b"> endbfchar 1 beginbfchar <0042> "
                         b"<D800> endbfchar 1 beginbfchar <FFFF> <0000> endbfchar")
