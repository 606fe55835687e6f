"""Rules of the project head (P01-P03, P06-P10) and the secret marking of a project (D01)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.facts import Facts, parse_number
from desktop_app.checks.marking import marking, speaks_of_secrets
from desktop_app.checks.privacy import SURNAMES
from desktop_app.checks.wording import same, says_nothing, squeeze
from desktop_app.domain import codes
from desktop_app.domain.model import UNDECIDED

_HALF_FEN = Decimal("0.005")
_CENT = Decimal("0.01")

_DOCUMENT_YEAR = re.compile(r"[〔【\[（(［]\s*((?:19|20)\d\d)\s*[〕】\]）)］]")
_BARE_YEAR = re.compile(
    r"(?<![\d.])(20\d\d)(?=年|[、，,\-—–~～至][12]\d{3}|[^\d.,，%％余多人个名户万元亩平米公里吨台套件张份次家]|$)"
)
# 10万人 and 3万亩 are no money.
_AMOUNT = re.compile(r"(?<![\d.])(\d{1,9}(?:\.\d{1,4})?)\s*万(?:元|(?![人户亩名只头棵株平米吨次家个张份册公里余多])|$)")

_XX = r"(?<![A-Za-zＡ-Ｚａ-ｚ])[XxＸｘ×＊*]{2,}(?![A-Za-z])"
# A line or dots where an amount or a reason is due: 增加____万元, 主要原因是……。
_LEFT_OPEN = (
    r"[_＿]{2,}(?=\s*(?:[千百]?万?元|亿元|[%％]|[个人辆台项户次]))|(?<=[为是于因加少长降])\s*[_＿]{2,}"
    r"|(?<=[为是因])(?:…+|\.{3,}|。{3,})(?=$|[，,。；;）)\s])"
)
_PLACEHOLDER = re.compile(rf"{_XX}|{_LEFT_OPEN}|目标内容\s*\d|(?<!有)待定(?=$|[，,。；;、）)】\]\s])")
# 张某某 is a person whose name is kept back, and no gap; 某某项目 and 用于某某 are.
_KEPT_BACK = re.compile(
    rf"(?<![位关对由用属处在至基])[{SURNAMES}]某某(?=$|[、，,。．；;：:！!（(）)”\s]|[等的与和及]|同志|先生|女士|本人|[一全]家|[一两]?户|夫妇|夫妻|信访|上访|案|诉)"
)
_QUICK = re.compile(r"[XxＸｘ×＊*_＿]{2}|[为是因](?:…|\.{3}|。{3})|待定|目标内容|测试|[Tt][Ee][Ss][Tt]")
_ONLY_TEST = re.compile(r"测试(?:项目|单位|指标|数据)?\d*|[Tt][Ee][Ss][Tt]\d*")


def p01(facts: Facts, _context: Context) -> Iterator[Hit]:
    """Code and name are there. Unit and year are asked for once a unit and a book, not in each project."""
    if not squeeze(facts.project.code):
        yield Hit("P01", "code", name="项目编码")
    if not squeeze(facts.project.name):
        yield Hit("P01", "name", name="项目名称")


def p02(facts: Facts, _context: Context) -> Iterable[Hit]:
    """21 characters of 0-9 and A-Z; letters in lower case and full-width characters can be set right."""
    code = codes.squeeze(facts.project.code)
    if not code or codes.legal(code):
        return ()
    folded = unicodedata.normalize("NFKC", code).upper()
    fix = (("code", folded),) if codes.legal(folded) else ()
    expected = "21位数字或大写字母"
    variant = "signs" if len(code) == codes.LENGTH else ""
    return (Hit("P02", "code", facts.project.code, expected, str(len(code)), variant, fix),)


def p03(facts: Facts, _context: Context) -> Iterable[Hit]:
    """The check character of a code that has one. Which of the characters is wrong nobody can tell, so no fix."""
    code = codes.squeeze(facts.project.code)
    if not codes.has_check(code) or codes.check_fits(code):
        return ()
    return (Hit("P03", "code", code[-1], codes.check_character(code) or "其他字符", code),)


def p06(facts: Facts, _context: Context) -> Iterator[Hit]:
    """预算数 and, where filled, its two parts are numbers from 0 with two decimals at most."""
    project = facts.project
    for path, name, text in (
        ("budget", "预算数", project.budget),
        ("fiscal", "财政资金", project.fiscal),
        ("other", "其他资金", project.other),
    ):
        if not text.strip() and path != "budget":
            continue
        number = parse_number(text)
        if number is None or number < 0:
            yield Hit("P06", path, text.strip(), "不小于0的数（万元）", name)
        elif number % _CENT:
            yield Hit("P06", path, text.strip(), "最多两位小数的数（万元）", name)
        elif path == "budget" and number == 0:
            yield Hit("P06", path, text.strip(), variant="zero")


def p07(facts: Facts, _context: Context) -> Iterable[Hit]:
    """预算数 = 财政资金 + 其他资金, blank being 0; a part that is no number is for P06."""
    parts = [parse_number(text) if text.strip() else Decimal(0) for text in (facts.project.fiscal, facts.project.other)]
    if facts.budget is None or parts[0] is None or parts[1] is None:
        return ()
    total = parts[0] + parts[1]
    if abs(facts.budget - total) < _HALF_FEN:
        return ()
    return (Hit("P07", "budget", facts.project.budget.strip(), f"{total:.2f}"),)


def p08(facts: Facts, context: Context) -> Iterable[Hit]:
    """资金用途 says what the money is for."""
    purpose, least = squeeze(facts.project.purpose), context.number("P08", "length")
    if not purpose:
        return (Hit("P08", "purpose"),)
    if same(purpose, squeeze(facts.project.name)):
        return (Hit("P08", "purpose", purpose, variant="same"),)
    if len(purpose) < least or says_nothing(purpose):
        return (Hit("P08", "purpose", purpose, str(least), variant="short"),)
    return ()


def p09(facts: Facts, context: Context) -> Iterator[Hit]:
    """Years and amounts in name or title agree with year and 预算数."""
    texts = {"name": facts.project.name, "title": facts.project.title}
    for path, text in texts.items():
        if path == "title" and same(squeeze(text), squeeze(facts.project.name)):
            continue
        found = list(_years_and_amounts(path, text, facts.budget, context))
        yield from found
        if found:
            return  # the title mostly holds the name again


def _years_and_amounts(path: str, text: str, budget: Decimal | None, context: Context) -> Iterator[Hit]:
    if not any(c.isdigit() for c in text):
        return
    year = context.year
    if year is not None and not context.words("P09", "carried_over").search(text):
        # A document of the year before hands out this year's money in advance (提前下达): usual, no fault.
        documents = [int(y) for y in _DOCUMENT_YEAR.findall(text)]
        bare = [int(y) for y in _BARE_YEAR.findall(_DOCUMENT_YEAR.sub(" ", text))]
        if bare and not min(bare) <= year <= max(bare):  # 2021-2025年 holds the years between
            yield Hit("P09", path, "、".join(map(str, bare)), str(year))
        elif documents and not bare and not any(year - 1 <= d <= year for d in documents):
            yield Hit("P09", path, "、".join(map(str, documents)), str(year))
    if budget is not None:
        for quoted in _AMOUNT.findall(text):
            if _rounded(budget, quoted) != Decimal(quoted):
                yield Hit("P09", path, quoted, f"{budget:f}", variant="amount")


def _rounded(amount: Decimal, like: str) -> Decimal:
    """`amount` with as many decimals as the text `like` has."""
    return amount.quantize(Decimal(1).scaleb(-len(like.partition(".")[2])), ROUND_HALF_UP)


def p10(facts: Facts, context: Context) -> Iterator[Hit]:
    """No text of a template is left. Goals and indicators are read too: that is where it is overlooked."""
    words = context.words("P10", "words")
    if not (_QUICK.search(facts.all_text) or words.search(facts.all_text)):
        return
    for path, text in facts.cells:
        if found := placeholder(text, words):
            yield Hit("P10", path, found)


def placeholder(text: str, words: re.Pattern[str]) -> str:
    """What stands in a text where something is to be filled in, "" for nothing; `words` are those of P10."""
    if not (_QUICK.search(text) or words.search(text)):
        return ""
    plain = _KEPT_BACK.sub("", text) if "某某" in text else text
    found = _ONLY_TEST.fullmatch(plain.strip()) or _PLACEHOLDER.search(plain) or words.search(plain)
    return found.group().strip() if found else ""


def d01(facts: Facts, _context: Context) -> Iterator[Hit]:
    """A project that is marked secret, or one of whose cells carries a marking.

    `否` beside a marking may come from a source: only an answer (不涉密, with reason and name) silences a marking.
    """
    if facts.project.is_secret:
        found = facts.project.secret.strip()
        yield Hit("D01", "secret", found, variant="undecided" if found == UNDECIDED else "")
    elif speaks_of_secrets(facts.all_text):
        for path, text in facts.cells:
            if found := marking(text):
                yield Hit("D01", path, found, variant="marking")
