"""Cuts a Noto Sans CJK collection down to one of the app's faces; README.md says why.

python3 make.py NotoSansCJK-Regular.ttc regular.otf   (needs fonttools)
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SIMPLIFIED_CHINESE = 2  # the face in the collection
DROPPED = ["GPOS", "GSUB", "GDEF", "vhea", "vmtx", "VORG", "BASE"]
ASCENT, DESCENT = 1.069, 0.293  # Noto Sans, in em


def wanted():
    """The characters of gbk.txt and the two spaces."""
    text = (Path(__file__).parent / "gbk.txt").read_text(encoding="utf-8")
    return {ord(c) for c in text if c != "\n"} | {0x20, 0xA0}


def main(source, target):
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += DROPPED
    font = TTFont(source, fontNumber=SIMPLIFIED_CHINESE)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted())
    cutter.subset(font)
    em = font["head"].unitsPerEm
    up, down = round(ASCENT * em), round(DESCENT * em)
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = up, -down, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = up, -down, 0
    os2.usWinAscent, os2.usWinDescent = up, down
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:3])
