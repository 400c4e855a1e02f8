#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Token ids of the reference tokenizer, for wordpiece_tokenizer_test.cpp.

  pip install tokenizers==0.23.3
  make_golden_tokens.py TOKENIZER_JSON > golden_tokens.jsonl
  make_golden_tokens.py TOKENIZER_JSON --all > all.jsonl     every code point, alone between two letters

A line: {"text": ..., "ids": [...]}, or "hex" for bytes that are no UTF-8 (the reference gets them decoded with U+FFFD).
The file's truncation and padding are switched off; [CLS] and [SEP] are not added.
"""
import json
import sys

from tokenizers import Tokenizer

TEXTS = [
    "", " ", "\t\n\r ", "a", "The quick brown fox jumps over the lazy dog.",
    "Net revenues were $17,739 million, up 17% (Form 10-Q, Item 2).",
    "isn't re-use e-mail U.S.A. 3.14e-10 C++ #hash @name a_b ~`^|<>=+",
    "UPPER Case MiXeD", "antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis",
    # French, Vietnamese, Polish, Turkish, German, Czech, decomposed and precomposed
    "crème brûlée à la façon de l'été", "cre\u0300me bru\u0302le\u0301e", "Việt Nam độc lập", "Zażółć gęślą jaźń",
    "İstanbul Iğdır ışık", "Straße GROẞ ÄÖÜ", "příliš žluťoučký kůň", "Ångström \u212bngström ﬁnance ﬃ",
    # Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic, Persian
    "Ελλάδα ΣΊΣΥΦΟΣ ά ὰ ᾶ", "Москва Ёлка йод Київ", "Հայաստան ՀԱՅ", "საქართველო ᲡᲐ", "שָׁלוֹם עולם", "السَّلَامُ عَلَيْكُمْ ١٢٣،", "سلام‌دنیا؟",
    # Devanagari, Bengali, Tamil, Telugu, Thai, Lao, Khmer, Myanmar, Tibetan, Ethiopic
    "हिन्दी क्षत्रिय क़ानून।", "বাংলা ভাষা", "தமிழ் மொழி", "తెలుగు", "ภาษาไทย น้ำ", "ພາສາລາວ", "ភាសាខ្មែរ", "မြန်မာ", "བོད་སྐད།", "አማርኛ።",
    # Chinese, Japanese, Korean: syllables, jamo, compatibility forms
    "中文字符 text中间 𠀀𪜀𫝀𫠠𫤠", "日本語のテキスト カタカナ ｶﾅ ガ", "한국어 텍스트", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "ㄱㄴㄷ 가\u302e나",
    "豈更車 \uf900\u2f800", "\U0002b81f \U0002b820 \U0002b920 \U0002ceaf",
    # emoji, joiners, variation selectors, flags, mathematics, currency
    "😀 👍🏽 👨‍👩‍👧 🇩🇪 ❤️ ☃", "𝒜𝓁𝓅𝒽𝒶 ∑∫√≠≮ ½ ² ₂ ™ ® № ℃", "€100 £5 ¥3 ₹7 ¢", "“curly” ‘quotes’ — – … • · « »",
    # spaces and controls
    "a\u00a0b\u2003c\u3000d\u2028e\u2029f\u1680g", "zero\u200bwidth\u200cnon\u200djoin\ufeffbom\u2060word", "soft\u00adhyphen \u202emarks\u202c",
    "nul\x00 bell\x07 vt\x0b ff\x0c esc\x1b del\x7f nel\x85 c1\x9f fs\x1c", "private \ue000 \U000f0000 noncharacter \uffff \ufffe replacement \ufffd",
    "a\u0327\u0301b a\u0301\u0327b q\u0307\u0323", "marks \u0301 alone \u0903\u1b44\u302f", "x\u0001\u0301\u0001\u0327y",
    # words of 99 to 101 letters, of one letter and of bytes more than letters
    "x" * 99, "x" * 100, "x" * 101, "word " + "ab" * 60 + " word", "é" * 100, "é" * 101, "中" * 101, "a" * 300,
    # special tokens in the text
    "[CLS]", "a[SEP]b", "[MASK] [UNK] [PAD]", "[cls] [ CLS ] [CLS [[CLS]] [SEP", "##ing ## #", "[CLS][CLS]",
    "\U00010400\U00010428 \U0001e900 \U0001e922", "ſ K Å Ω ϴ", "ﷺ ﬀ ǅ ŉ", "𞤀𞥄", "\u180f \u0898 \u1abf", "\u166d \u1734 \U000111c9",
]
BYTES = [b"a\xffb", b"\xc3", b"caf\xc3\xa9\xc3 x", b"\xed\xa0\x80z", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xe4\xb8 word", b"\x80\x81"]


def main():
    tokenizer = Tokenizer.from_file(sys.argv[1])
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def ids(text):
        return tokenizer.encode(text, add_special_tokens=False).ids

    if "--all" in sys.argv:
        for code in range(0x110000):
            if not 0xD800 <= code < 0xE000:
                text = "a" + chr(code) + "b"
                print(json.dumps({"text": text, "ids": ids(text)}))
        return
    for text in TEXTS:
        print(json.dumps({"text": text, "ids": ids(text)}))
    for raw in BYTES:
        print(json.dumps({"hex": raw.hex(), "ids": ids(raw.decode("utf-8", errors="replace"))}))


main()
