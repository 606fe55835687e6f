"""Makes resources/initials.toml anew: the letter that the reading of each character begins with.

Needs the library pypinyin (MIT), which the program itself does not: `pip install pypinyin`, then run this file.
"""

import unicodedata
from collections import defaultdict
from pathlib import Path

TO = Path(__file__).resolve().parent.parent / "resources" / "initials.toml"

HEAD = """\
# The letter that the reading of a Chinese character begins with. Made by packaging/initials.py; do not edit by hand.
#
# `letters`: the characters of each letter, by their commonest reading. `words`: words in which a character is read
# otherwise, and words that keep their usual reading where such a word would be seen across two (执行业务).
#
# From the data of pypinyin 0.55, which is under the MIT License:
# Copyright (c) 2016 mozillazg, 闲耘 <hotoo.cn@gmail.com>
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
# documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
# rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
# persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice
# and this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS
# PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
# MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
# HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
# ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

# Words of the field that the library's list lacks, or that guard their neighbours.
OWN = {
    "时长": "sc", "长效": "cx", "长者": "zz", "长治": "cz", "延长": "yc", "里程长": "lcc", "线路长": "xlc",
    "调减": "tj", "调增": "tz", "调解": "tj", "调节": "tj", "调控": "tk", "调剂": "tj", "调度": "dd", "调价": "tj",
    "重建": "cj", "重复": "cf", "重置": "cz", "重修": "cx", "重审": "cs", "重评": "cp", "周长": "zc",
    "行业": "hy", "银行": "yh", "同行": "th", "本行": "bh", "央行": "yh", "农行": "nh", "工行": "gh", "行距": "hj",
    "执行": "zx", "运行": "yx", "进行": "jx", "实行": "sx", "发行": "fx", "施行": "sx", "试行": "sx", "推行": "tx",
    "会计": "kj", "参差": "cc", "单县": "sx", "率领": "sl", "率先": "sx", "传记": "zj", "自传": "zz",
    "盛饭": "cf", "给水": "js", "供给": "gj", "补给": "bj", "给付": "jf", "校验": "jy", "校准": "jz", "校对": "jd",
    "审校": "sj", "朝阳": "cy", "反省": "fx", "投降": "tx", "折本": "sb", "便宜": "py", "弹性": "tx",
    "大厦": "ds", "厦门": "xm", "音乐": "yy", "乐器": "yq", "声乐": "sy", "器乐": "qy", "乐队": "yd", "乐团": "yt",
    "藏族": "zz", "藏区": "zq", "西藏": "xz", "宝藏": "bz", "泊车": "bc", "屏蔽": "pb", "屏障": "pz",
    "颤抖": "cd", "大夫": "df", "番禺": "py", "六安": "la", "燕山": "ys", "石料": "sl", "一石": "yd",
}  # fmt: skip


def main() -> None:
    """Write the file."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    usual = {chr(c): letter(r.split(",")[0]) for c, r in PINYIN_DICT.items() if 0x4E00 <= c <= 0x9FFF}
    letters: defaultdict[str, list[str]] = defaultdict(list)
    for character, initial in sorted(usual.items()):
        letters[initial].append(character)
    words = dict(OWN)
    for word, readings in sorted(PHRASES_DICT.items(), key=lambda entry: len(entry[0])):
        read = "".join(letter(reading[0]) for reading in readings)
        known = len(word) == 3 and as_read(word, usual, words) == read
        if len(word) in (2, 3) and simple(word) and word not in words and not known:
            if read != "".join(usual.get(c, "") for c in word):
                words[word] = read
    by_letters: defaultdict[str, list[str]] = defaultdict(list)
    for word, read in words.items():
        by_letters[read].append(word)
    lines = [HEAD, "[letters]", *(f'{initial} = "{"".join(letters[initial])}"' for initial in sorted(letters))]
    lines += ["", "[words]", *(f'{read} = "{" ".join(sorted(by_letters[read]))}"' for read in sorted(by_letters))]
    TO.write_text("\n".join(lines) + "\n", "utf-8")
    print(TO, len(usual), "characters,", len(words), "words")


def as_read(word: str, usual: dict[str, str], words: dict[str, str]) -> str:
    """The letters of a word of three by its characters and the words of two in it."""
    for first in (0, 1):
        if two := words.get(word[first : first + 2]):
            rest = usual.get(word[2 - 2 * first], "")
            return rest + two if first else two + rest
    return "".join(usual.get(c, "") for c in word)


def letter(reading: str) -> str:
    """`zhāng` -> `z`."""
    plain = unicodedata.normalize("NFD", reading.lower())
    return next(c for c in plain if "a" <= c <= "z")


def simple(word: str) -> bool:
    """Whether all characters are those of everyday texts."""
    try:
        word.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main()
