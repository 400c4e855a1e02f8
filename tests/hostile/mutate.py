"""Mutants of PDFs from a seed: the same seed gives the same bytes. Some damage is a transfer's (bits, cuts, holes), some
speaks PDF (numbers, names, references and brackets exchanged), so that it gets past the first checks."""
import random
import re

TOKEN = re.compile(rb"/[A-Za-z0-9]+|\d+ \d+ R|-?\d+\.?\d*|<<|>>|\[|\]|\b(?:obj|endobj|stream|endstream|xref|trailer)\b")
NUMBERS = [b"0", b"-1", b"1", b"255", b"65535", b"65536", b"2147483647", b"-2147483648", b"4294967295",
           b"9223372036854775807", b"1e38", b".0000000001", b"99999999999999999999999999"]
WORDS = [b"<<", b">>", b"[", b"]", b"(", b")", b"<", b">", b"stream", b"endstream", b"endobj", b"null", b"true", b"/",
         b"/Type", b"/Kids", b"/Parent", b"/Length", b"/Filter", b"/Contents", b"/Resources", b"/W", b"/Prev"]


def flip_bits(draw, data):
    for _ in range(draw.choice((1, 1, 2, 8, 64))):
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def set_bytes(draw, data):
    for _ in range(draw.choice((1, 4, 16))):
        data[draw.randrange(len(data))] = draw.choice((0, 0xFF, 0x7F, 0x80, draw.randrange(256)))


def cut_off(draw, data):
    del data[draw.randrange(len(data)):]


def cut_out(draw, data):
    at = draw.randrange(len(data))
    del data[at:at + draw.choice((1, 10, 1000, 20_000))]


def repeat(draw, data):
    at = draw.randrange(len(data))
    piece = data[at:at + draw.choice((1, 10, 1000, 20_000))]
    data[at:at] = piece * draw.choice((1, 2, 10))


def move(draw, data):
    at = draw.randrange(len(data))
    piece = data[at:at + draw.choice((20, 200, 5000))]
    del data[at:at + len(piece)]
    to = draw.randrange(len(data) + 1)
    data[to:to] = piece


def tokens(data):
    return list(TOKEN.finditer(data))


def exchange_tokens(draw, data):
    found = tokens(bytes(data))
    if len(found) < 2:
        return
    for _ in range(draw.choice((1, 2, 6))):
        one, other = sorted(draw.sample(found, 2), key=lambda token: token.start())
        if one.end() - one.start() == other.end() - other.start():
            data[one.start():one.end()], data[other.start():other.end()] = other.group(), one.group()
            continue
        data[other.start():other.end()] = one.group()
        found = tokens(bytes(data))
        if len(found) < 2:
            return


def change_numbers(draw, data):
    found = [token for token in tokens(bytes(data)) if token.group()[-1:].isdigit()]
    for token in sorted(draw.sample(found, min(len(found), draw.choice((1, 2, 5)))), key=lambda t: -t.start()):
        data[token.start():token.end()] = draw.choice(NUMBERS)


def change_references(draw, data):
    found = [token for token in tokens(bytes(data)) if token.group().endswith(b" R")]
    for token in sorted(draw.sample(found, min(len(found), draw.choice((1, 2, 5)))), key=lambda t: -t.start()):
        data[token.start():token.end()] = b"%d 0 R" % draw.randrange(40)


def insert_words(draw, data):
    for _ in range(draw.choice((1, 3))):
        at = draw.randrange(len(data))
        data[at:at] = draw.choice(WORDS) * draw.choice((1, 1, 50))


CHANGES = [flip_bits, set_bytes, cut_off, cut_out, repeat, move, exchange_tokens, change_numbers, change_references,
           insert_words, exchange_tokens, change_numbers, change_references]  # what speaks PDF twice as often


def mutant(seeds, seed):
    """(what was done to which, bytes) for a number; `seeds` maps names to bytes."""
    draw = random.Random(seed)
    name = draw.choice(sorted(seeds))
    data = bytearray(seeds[name])
    done = []
    for _ in range(draw.choice((1, 1, 2, 4))):
        if not data:
            break
        change = draw.choice(CHANGES)
        change(draw, data)
        done.append(change.__name__)
    return f"{name}: {', '.join(done)}", bytes(data)
