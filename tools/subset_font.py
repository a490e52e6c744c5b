"""Cuts Noto Sans SC Regular down to a ledger's characters, for devices without a Chinese font.

Kept: ASCII, Latin-1, punctuation, arrows and shapes, full-width forms, the 6,763 characters of
GB 2312, and whatever the app itself says beyond them (its words, the names of the sample book). The
source is Debian's fonts-noto-cjk.
"""

import sys
from pathlib import Path

from fontTools import subset

SOURCE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SIMPLIFIED_CHINESE = 2  # the face's number inside the collection


def gb2312(rows):
    """The characters of the given GB 2312 rows, 94 cells each; empty cells are left out."""
    for row in rows:
        for cell in range(1, 95):
            try:
                yield bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312")
            except UnicodeDecodeError:
                pass


def said_by_the_app():
    """Every character of the words and of the sample book."""
    root = Path(__file__).resolve().parent.parent
    files = [*root.glob("assets/strings/*.txt"), *root.glob("app/session/demo*")]
    return {c for file in files for c in file.read_text(encoding="utf-8") if c.isprintable()}


def main(target):
    text = set(gb2312([1, 2, 3])) | set(gb2312(range(16, 88))) | said_by_the_app()
    text |= {chr(code) for code in [*range(0x20, 0x7F), *range(0xA0, 0x100)]}
    text |= set("–—‘’“”…‰€−←↑→↓↗↘▲△▼▽◆●○■□★☆✓✕✗¥￥")
    options = subset.Options(font_number=SIMPLIFIED_CHINESE, hinting=False, layout_features=[],
                             name_IDs=[0, 1, 2, 13, 14], desubroutinize=True)
    font = subset.load_font(SOURCE, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(text))
    subsetter.subset(font)
    subset.save_font(font, target, options)


main(sys.argv[1])
