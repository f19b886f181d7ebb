"""Token ids of 1,000 phrases by Hugging Face's own tokenizers (Rust), for token-ids.test.ts.

python3 golden-token-ids.py TOKENIZER.json > golden-token-ids.json    (written with tokenizers 0.23.2)
"""

import json
import random
import sys
import unicodedata

from tokenizers import Tokenizer

WORDS = """a photo of the dog cat bird flower fog sunset beach mountain wedding portrait studio black white dance nude
car bicycle basketball flag church street market Barcelona Kraków São Paulo Zürich Åre Malmö naïve café jalapeño
piñata façade coöperate Motörhead smörgåsbord crème brûlée Dvořák Łódź Nguyễn Đà Nẵng İstanbul ıssız STRASSE straße
ǅungla ﬁnal ﬂower Ω ohm µm Ångström 你好 世界 写真 カメラ ｶﾒﾗ 한국어 사진 привет фото Ελλάδα שלום صورة ไทย हिन्दी
don't it's we're I've they'll she'd I'm rock'n'roll O'Brien 3D 4K 1080p f/2.8 1/250s ISO3200 24-70mm 2014-05-03 10,000
100% $5 €3.50 #tag @user a+b C++ <b>bold</b> &amp; &lt; http://example.org/x?y=1 _under_score_ semi;colon "quoted"
antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis""".split()
SIGNS = ["🌻", "👩‍👩‍👧‍👦", "👍🏽", "🇨🇭", "🏳️‍🌈", "☃", "☃️", "❤️", "1️⃣", "…", "—", "“", "”", "!!!", "?!", "(", ")", "[]", "\u200d", "\u200b",
         "\ufe0f", "\ufeff", "🤷🏿‍♀️", "𝔉𝔯𝔞𝔨", "½", "²", "№", "™"]
SPACES = [" ", " ", " ", " ", " ", "  ", "\t", "\n", "\u00a0", "\u2003", "\r\n", ""]
ODD = ["", " ", "\n", "a", "A", "<|endoftext|>", "<|startoftext|> a <|endoftext|> b", "'", "''s", "'S 'T 'RE", "\u0301", "e\u0301 é", "a\u0085b c\ufeffd",
       "a\u0000b", "\ud7ff", "\U0010ffff", "x" * 400, "🌻" * 90, "9" * 100, "İ" * 5, "ẞ ß SS", "ΣΑΣ σας", "…" * 30]

random.seed(1)
texts = list(ODD)
while len(texts) < 1000:
    length = random.choice([1, 2, 3, 4, 5, 6, 8, 12]) if len(texts) % 50 else 120
    parts = []
    for _ in range(length):
        word = random.choice(SIGNS) if random.random() < 0.15 else random.choice(WORDS)
        word = random.choice([str, str, str, str.upper, str.title])(word)
        parts += [unicodedata.normalize(random.choice(["NFC", "NFD"]), word), random.choice(SPACES)]
    texts.append("".join(parts))

tokenizer = Tokenizer.from_file(sys.argv[1])
rows = [json.dumps([text, tokenizer.encode(text).ids], separators=(",", ":")) for text in texts]
print("[\n" + ",\n".join(rows) + "\n]")
