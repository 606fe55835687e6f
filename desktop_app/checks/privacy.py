"""Personal data (D02) and words that deserve a glance before publishing (D01b).

D02 cannot be overridden, so it claims only what is certain: an ID card number by its date and check digit, a mobile
number that stands alone, a bank card number by its check digit or an account that calls itself one, and names in lists
of people in need. Office lines, hotlines, project codes and numbers of documents are none of these.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.disclosure import texts
from desktop_app.checks.facts import Facts
from desktop_app.checks.sheets import Placed
from desktop_app.domain.model import Book

_ID = re.compile(
    r"(?<![0-9A-Za-z.])(?:[1-9]\d\d ?\d{3} ?(?:18|19|20)\d\d ?\d{4} ?\d{3} ?[\dXx]|[1-9](?: \d){16} [\dXx])"
    r"(?![0-9A-Za-z.])",
    re.ASCII,
)
_REGION = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|8[123]")  # provinces by GB/T 2260
_OF_AN_ID = re.compile(r"身份证(?:件)?(?:号码?)?[^，。；;\n]{0,8}$")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.\-－])(?:\+?86[ -]?)?1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})"
    r"(?![0-9A-Za-z.]|\s*(?:万|元|人|个|户|亩|平))",
    re.ASCII,
)
# A number that people are meant to call is published on purpose.
_OFFICE_LINE = re.compile(
    r"(?:监督|举报|投诉|咨询|公开|服务|值班|热线|报名|办公)[^，。；;\n]{0,6}(?:电话|热线|手机|号码)?[：:为]?\s*$"
)
_CARD = re.compile(r"(?<![0-9A-Za-z.])\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?(?![0-9A-Za-z.])", re.ASCII)
_ACCOUNT = re.compile(
    r"(?:银行卡号?|卡号|[账帐]号|[账帐]户号码|一卡通号)[^\d\n]{0,8}(\d(?:[ -]?\d){11,22})(?![0-9A-Za-z])", re.ASCII
)
_LONG = re.compile(r"[0-9０-９][0-9０-９ \u3000－-]{9,}[0-9０-９]")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－\u3000", "0123456789Xx- ")  # sign by sign: places stay
_OF_A_DOCUMENT = re.compile(r"[〔\[（(【［]\s*(?:19|20)\d\d\s*[〕\]）)】］]\s*第?\s*$")

_NEED = (
    r"(?:(?:家庭|生活)?困难(?:职工|群众|党员|家庭|学生|户|人员|老人|退役军人)|(?:重度|贫困)?残疾(?:人|学生|儿童|职工)|"
    r"(?:严重)?精神障碍(?:患者|病人)|低保(?:户|对象|人员)|特困(?:供养)?(?:人员|对象|职工|户|群众)|"
    r"(?:救助|慰问|帮扶|受助|受救助|受资助)(?:对象|人员|学生))"
)
_PERSON = r"(?:学生|儿童|患者|病人|老人|职工|残疾人|户主|受助人|死者|逝者|参战军人|退役军人)"
_IN_NEED = (
    "姓名",
    "受助",
    "受救助",
    "受资助",
    "困难",
    "残疾",
    "精神障碍",
    "低保",
    "特困",
    "救助对",
    "救助人",
    "慰问对",
    "慰问人",
    "帮扶对",
    "帮扶人",
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_SURNAME = rf"(?:[{SURNAMES}]|欧阳|司马|上官|诸葛)"
_NAME = rf"{_SURNAME}[一-鿿]{{1,2}}"
_LIST = re.compile(rf"{_NEED}(?:名单|姓名)?[：:为是]?\s*({_NAME}(?:[、，,]\s*{_NAME})+)(?=[、，,。；;）)\s等共各每]|$)")
# Named before the money that one person gets: only such words follow that follow a name.
_PAID = r"(?:丧葬|慰问金|慰问费|抚恤金|医药费|医疗费|救助金|补助金|助学金|生活费|补偿款|[的之]?家庭|一家)"
_PEOPLE_PAID = re.compile(rf"{_NEED}({_SURNAME}[一-鿿]{{2}}(?:[、，,]\s*{_SURNAME}[一-鿿]{{1,2}}){{0,20}})(?={_PAID})")
_NO_NAME = re.compile(r"[的等和及与在户年月费内之省节类]")
_LABELLED = re.compile(
    rf"(?:{_PERSON}(?:姓名|名单)|{_NEED}(?:姓名|名单)?)\s*[：:]\s*({_NAME}(?:[、，,]\s*{_NAME}){{0,200}})(?=[、，,。；;）)（(\s等共]|$)"
)
_ALONE = re.compile(rf"{_NEED}[：:]?\s*({_NAME})(?=[（(]?(?:同志|先生|女士|本人|一家|一户|[（(](?:男|女|身份证|年龄)))")
_IN_BRACKETS = re.compile(rf"(?<![一-鿿])({_NAME})\s*[（(]{_NEED}[）)]")
# Words that begin with a surname and name nobody.
_WORDS = re.compile(
    r"高[标产质素端寒危粱]|马[铃蹄尾]|黄[瓜豆牛花]|白菜|毛[巾毯]|金银|万寿|江米|汤圆|龙虾|"
    r"康复|温饱|高[校龄温中等效新血]|安[全置排]|方[案便式法]|万[元户人]|常[态年规]|金[额融]|文[化件体明]|成[本效果]|任[务何]|白[内酒]|"
    r"石[家油]|江[河南]|马[上路]|于[是]|何[时种]|曾[经用]|余[额人]|易[地]|钱[款物]|夏[季]|秦[皇]|武[装]|龙[头]|雷[电]|段[落]|林[业地]|田[地间]|唐[山]|程[序度]|"
    r"范[围例本]|高[一二三额昂风负收低]|黄金|钟[点表]|龙舟|易[返致]|常[住用见]|任[意]|余下|于[死去每当]|金[秋色]|石[榴膏材]|贺[年卡]|段[时]|全部"
)
# A village, a shop or an office is called by a surname, too: what ends so is taken for no name.
_NO_PERSON = re.compile(r".*[村店镇乡屯寨沟堡街区县市庙坡坊社组场院校所站队户厂局办]|.+[家各][庄园桥河岭湾营集路]")
# What ends so may be either; the words around it tell.
_EITHER = re.compile(r".*[庄园家桥河岭湾营集路]")
_OF_PERSONS = re.compile(r"职工|学生|党员|老人|患者|病人|军人|儿童|残疾人")
_OF_PLACES = re.compile(
    r"[\s、，,]*等?[一二三四五六七八九十两\d]*(?:个|所|家)?(?:行政)?(?:村|乡|镇|街道|社区|学校|[小中]学|单位|企业|部门|地)"
)
_MOST = 100  # numbers and names told of one text: it cannot be published with one
_SHORT_NAME = 2  # characters; so short are the names of many places, too
_VISITS = ("信访", "上访", "缠访", "越级访", "进京访")
_PETITIONER = re.compile(
    rf"(?:信访人|上访人|信访(?:对象|户)|(?:化解|处理|解决|关于|对|为)|(?<![一-鿿]))({_NAME})(?:同志|某|等[人\d]*)?(?:的)?(?:信访|上访|缠访|越级访|进京访)"
)


def is_id_number(text: str) -> bool:
    """Whether 18 characters are the number of an ID card: a day that was, and the check digit of GB 11643."""
    check = _CHECKS[sum(int(c) * w for c, w in zip(text[:17], _WEIGHTS, strict=True)) % 11]
    return _may_be_id(text) and check == text[17].upper()


def _may_be_id(text: str) -> bool:
    """Whether 18 characters begin like a place and hold a day that was, as the number of an ID card mistyped does."""
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return _REGION.match(text) is not None and born <= date.today()


def _doubtful_id(text: str) -> str:
    """What may be the number of an ID card with a wrong digit, "" for none; D02 says what surely is one."""
    if not _LONG.search(text):
        return ""
    plain = text.translate(_HALF_WIDTH)
    sure = [(begin, end) for _kind, begin, end in _found_numbers(plain)]
    for match in _ID.finditer(plain):
        if _may_be_id(match[0].replace(" ", "")) and all(match.end() <= b or e <= match.start() for b, e in sure):
            return masked("", text[match.start() : match.end()])
    return ""


def is_card_number(text: str) -> bool:
    """Whether digits are the number of a bank card: 16 to 19, begun as UnionPay begins, with the check of Luhn."""
    digits = [int(c) for c in text if c.isdigit()]
    if not 16 <= len(digits) <= 19 or digits[:2] != [6, 2]:
        return False
    doubled = [sum(divmod(d * 2, 10)) if i % 2 else d for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def deserves_a_look(text: str) -> bool:
    """Whether a closer look for personal data at `text`, or at the texts that it is joined of, is worth it."""
    return _LONG.search(text) is not None or any([word in text for word in _IN_NEED])


def personal(text: str) -> Iterator[tuple[str, str]]:
    """The personal data in a text: what it is, and the words; of a long list the first ones, which are enough."""
    if _LONG.search(text):
        yield from islice(_numbers(text), _MOST)
    if any([word in text for word in _IN_NEED]):
        yield from (("困难、残疾等人员的姓名", name) for name in islice(_names(text), _MOST))


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """The numbers, each as it stands in the text; they are looked for in half-width signs."""
    yield from ((kind, text[begin:end]) for kind, begin, end in _found_numbers(text.translate(_HALF_WIDTH)))


def _found_numbers(text: str) -> Iterator[tuple[str, int, int]]:
    taken: list[tuple[int, int]] = []
    for match in _ID.finditer(text):
        number = match[0].replace(" ", "")
        if is_id_number(number) or (
            _may_be_id(number) and _OF_AN_ID.search(text[max(0, match.start() - 20) : match.start()])
        ):
            taken.append(match.span())
            yield "身份证号码", *match.span()
    for match in _CARD.finditer(text):
        if is_card_number(match[0]):
            taken.append(match.span())
            yield "银行卡号", *match.span()
    for match in _ACCOUNT.finditer(text):
        if all(match.end(1) <= begin or end <= match.start(1) for begin, end in taken):
            taken.append(match.span(1))
            yield "银行账号", *match.span(1)
    for match in _MOBILE.finditer(text):
        free = all(match.end() <= begin or end <= match.start() for begin, end in taken)
        before = text[max(0, match.start() - 30) : match.start()]
        if free and not _OFFICE_LINE.search(before) and not _OF_A_DOCUMENT.search(before):
            yield "手机号码", *match.span()


def _names(text: str) -> Iterator[str]:
    """Names of people said to be in need; a word that only begins like a name makes the list none of names."""
    told: list[tuple[int, int]] = []
    for pattern in (_LIST, _ALONE, _IN_BRACKETS, _PEOPLE_PAID, _LABELLED):
        for match in pattern.finditer(text):
            begin, end = match.span(1)
            names = re.split(r"[、，,]\s*", match[1])
            known = any(begin < e and b < end for b, e in told)
            if known or _OF_PLACES.match(text, match.end()) or not _are_people(match[0], names):
                continue
            if pattern is _PEOPLE_PAID and any(_NO_NAME.search(name) for name in names):
                continue
            if pattern is _LABELLED and "姓名" not in match[0] and len(match[1]) <= _SHORT_NAME:
                continue  # a place as well as one person
            told.append((begin, end))
            yield match[1]


def _are_people(around: str, names: list[str]) -> bool:
    """Whether names in the words `around` them are those of people.

    张庄 and 李桥 are villages in a list of villages, and people among people: where the list is of pupils or staff, or
    where at least as many are surely names.
    """
    if any(_WORDS.match(name) or _NO_PERSON.fullmatch(name) for name in names):
        return False
    doubtful = [name for name in names if _EITHER.fullmatch(name)]
    sure = [name for name in names if len(name) > _SHORT_NAME and name not in doubtful]
    return not doubtful or _OF_PERSONS.search(around) is not None or len(sure) >= len(doubtful)


def masked(kind: str, text: str) -> str:
    """The words as a message may repeat them: never whole."""
    shown = 1 if "姓名" in kind else 3
    return text[:shown] + "*" * min(len(text) - shown, 12)


def d02(facts: Facts, _context: Context) -> Iterator[Hit]:
    """No personal data in the texts of a project."""
    if any(personal(facts.all_text)):
        for path, text in facts.cells:
            yield from personal_hits(path, text)


def check_personal(book: Book, _context: Context) -> Iterator[Placed]:
    """D02 in everything beside the projects."""
    for owner, path, text in texts(book):
        for hit in personal_hits(path, text):
            yield owner, hit


def personal_hits(path: str, text: str) -> Iterable[Hit]:
    """D02 for one text."""
    return [Hit("D02", path, masked(kind, found), name=kind) for kind, found in personal(text)]


def d01b(facts: Facts, context: Context) -> Iterator[Hit]:
    """Words that deserve a glance, once a project: in its name, its use and its goals, where they say what it is for.

    保密 as a duty of every office (保密审查, 保密制度, 保密协议) is no such word; 信访 is where a person is named.
    """
    words = [word in facts.all_text for word in (*context.listed("D01b", "words"), *_VISITS)]
    if not any(words) and not _LONG.search(facts.all_text):
        return
    for path, text in facts.cells:
        if path.startswith("indicators"):
            continue
        if found := _glance(text, context):
            yield Hit("D01b", path, found)
            return


def check_glances(book: Book, context: Context) -> Iterator[Placed]:
    """D01b in purchases, and persons named as 信访 in the 说明; its 职责 speak of 保密 and 维稳 in every office."""
    for i, purchase in enumerate(book.purchases):
        if found := _glance(purchase.item, context):
            yield purchase.owner, Hit("D01b", f"procurement[{i}].item", found)
    for i, section in enumerate(book.sections):
        for p, line in enumerate(section.text.split("\n") if _LONG.search(section.text) else ()):
            if found := _doubtful_id(line):
                yield section.owner, Hit("D01b", f"sections[{i}].text[{p}]", found)
        if (person := _petitioner(section.text)) is not None:
            at = section.text.count("\n", 0, person.start())
            yield section.owner, Hit("D01b", f"sections[{i}].text[{at}]", person[0])


def _glance(text: str, context: Context) -> str:
    words = context.words("D01b", "words")
    if words.search(text) and (found := words.search(context.words("D01b", "plain").sub("", text))):
        return found[0]
    person = _petitioner(text)
    return person[0] if person is not None else _doubtful_id(text)


def _petitioner(text: str) -> re.Match[str] | None:
    if not any([word in text for word in _VISITS]):
        return None
    return next((match for match in _PETITIONER.finditer(text) if not _WORDS.match(match[1])), None)
