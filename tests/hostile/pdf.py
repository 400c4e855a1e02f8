"""A PDF written object by object, with a right cross-reference table, so that only what is meant to be wrong is wrong."""
import zlib

TEXT = b"BT /F1 10 Tf 72 700 Td (Some words that can be read.) Tj ET\n"


def flate(data, stages=1):
    """Compressed once for each stage, and the /Filter that undoes it."""
    for _ in range(stages):
        data = zlib.compress(data, 9)
    return data, b"/Filter[" + b"/FlateDecode " * stages + b"]"


def blank_flate(megabytes):
    """So many MiB of blanks, compressed without ever holding them."""
    packer = zlib.compressobj(9)
    blank = b" " * (1 << 20)
    return b"".join([packer.compress(blank) for _ in range(megabytes)] + [packer.flush()])


class Pdf:
    """Object 1 is the catalog, 2 the page tree, 3 the resources of pages that name none (the font /F1)."""

    def __init__(self):
        self.bodies = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: None,
                       3: b"<</Font<</F1 4 0 R>>>>",
                       4: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"}
        self.pages = []
        self.last = max(self.bodies)

    def add(self, body, number=None):
        number = number or self.last + 1
        self.last = max(self.last, number)
        self.bodies[number] = body
        return number

    def stream(self, data, entries=b"", number=None):
        return self.add(b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data), number)

    def page(self, content=TEXT, entries=b"", resources=b"3 0 R", box=b"[0 0 612 792]"):
        contents = self.stream(content) if isinstance(content, bytes) else content
        self.pages.append(self.add(b"<</Type/Page/Parent 2 0 R/Contents %d 0 R/MediaBox%s/Resources %s%s>>"
                                   % (contents, box, resources, entries)))
        return self

    def catalog(self, entries):
        self.bodies[1] = b"<</Type/Catalog/Pages 2 0 R%s>>" % entries
        return self

    def tree(self, entries):
        self.bodies[2] = b"<</Type/Pages%s>>" % entries
        return self

    def body(self):
        """The objects, and where each begins."""
        if self.bodies[2] is None:
            kids = b" ".join(b"%d 0 R" % page for page in self.pages)
            self.tree(b"/Count %d/Kids[%s]" % (len(self.pages), kids))
        parts, at, offsets = [b"%PDF-1.7\n"], 9, {}
        for number, body in sorted(self.bodies.items()):
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            offsets[number] = at
            parts.append(part)
            at += len(part)
        return b"".join(parts), offsets

    def finish(self, trailer=b"", tail=None):
        data, offsets = self.body()
        size = max(offsets) + 1
        table = b"xref\n0 %d\n0000000000 65535 f \n" % size
        for number in range(1, size):
            table += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
        if tail is None:
            tail = b"startxref\n%d\n%%%%EOF\n" % len(data)
        return data + table + b"trailer<</Size %d/Root 1 0 R%s>>\n" % (size, trailer) + tail
