"""Cuts Noto Sans SC Regular down to a ledger's characters, for devices without a Chinese font.

Kept: ASCII, Latin-1, punctuation, arrows and shapes, full-width forms, and the 3,755 characters of
GB 2312 level 1. The source is Debian's fonts-noto-cjk.
"""

import sys

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


def main(target):
    text = set(gb2312([1, 2, 3])) | set(gb2312(range(16, 56)))
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
