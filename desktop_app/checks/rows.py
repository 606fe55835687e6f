"""Rules of the form of one indicator row (K01, K03-K11, K22) and of names within the grid (K02)."""

import re
from collections.abc import Iterable, Iterator

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.facts import SATISFACTION, TIME, Facts, Row
from desktop_app.checks.wording import proper_value, same, says_nothing
from desktop_app.domain import values

_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_UNIT_IN_NAME = re.compile(r"[（(]\s*(%|％|万?[人元]|万元|[次个户家份件场期天亩台套])\s*[)）]$")
_FORBIDDEN = re.compile(r"[*＊_＿\-－]")
_DATE = re.compile(r"((?:19|20)\d\d)[-－](\d{1,2})[-－](\d{1,2})")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)[-－](\d+(?:\.\d+)?)(\D*)")
_GROUPED = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?")
_DIGIT = re.compile(r"[\d０-９]")
# A name that is only that of a class names no indicator; 服务对象满意度 does.
_CLASSES = frozenset(
    f"{kind}{end}"
    for kinds, end in (
        (("数量", "质量", "时效", "成本", "产出", "效益"), ""),
        (("经济", "社会", "生态", "生态环境", "环境"), "效益"),
        (("可持续", "可持续发展"), "影响"),
    )
    for kind in kinds
)
# Words by which a value says how much or by when, whatever else repeats them.
_REACHED = re.compile(
    r"[\d０-９]\s*(?:[%％万元个次人名期场天日月项家户份件套台篇处所类批倍亩吨]|小时)|年底|月底|季度末|年内"
)


def k01(row: Row, _facts: Facts, _context: Context) -> Iterator[Hit]:
    """Name, description and value are there. The system fills a blank description from the name; so does the fix."""
    if row.empty:
        yield Hit("K01", f"{row.path}.l3", variant="row")
        return
    if not row.name:
        yield Hit("K01", f"{row.path}.l3", name="三级指标")
    if not row.desc:
        fix = ((f"{row.path}.desc", row.indicator.l3),) if row.name else ()
        yield Hit("K01", f"{row.path}.desc", name="绩效指标描述", fix=fix)
    elif says_nothing(row.desc) and not row.filler:
        yield Hit("K01", f"{row.path}.desc", row.desc, name="绩效指标描述", variant="nothing")
    if not row.value.text:
        yield Hit("K01", f"{row.path}.value", name="指标值")


def k02(facts: Facts, _context: Context) -> Iterator[Hit]:
    """No 三级指标 stands twice in a project; said at the later one."""
    first: dict[str, int] = {}
    for row in facts.rows:
        if row.name and first.setdefault(row.name, row.index) != row.index:
            yield Hit("K02", f"{row.path}.l3", row.name, str(first[row.name] + 1))


def _spoiled(number: str) -> bool:
    """Whether a text after a sign is more than a number with a long measure (`3次（每季度至少1次）`)."""
    match = values.NUMERIC.match(number)
    return match is None or _DIGIT.search(_BRACKETED.sub("", number[match.end() :])) is not None


def _sign_without_number(row: Row) -> bool:
    value = row.value
    return value.sign in values.COMPARISONS and value.number != "" and not values.numeric(value.number)


def k03(row: Row, _facts: Facts, _context: Context) -> Iterable[Hit]:
    """A sign is followed by a number. `1,200人`, and a measure typed into the number, can be set right.

    A value that is written improperly (`≥90大于等于90%`) is for K11, which knows the right text: a fault is said once.
    """
    value, path = row.value, f"{row.path}.value"
    if value.sign and value.sign not in values.SIGNS:
        return (Hit("K03", f"{row.path}.sign", value.sign, "、".join(values.COMPARISONS), row.name, "sign"),)
    if not _sign_without_number(row) or proper_value(value.text) != value.text.strip():
        return ()
    printed = values.split(value.text)
    fix: tuple[tuple[str, str], ...] = ()
    if printed != (value.sign, value.number, value.measure):
        if values.numeric(printed.number) and not value.measure:
            fix = ((f"{row.path}.number", printed.number), (f"{row.path}.measure", printed.measure))
    elif not _spoiled(value.number):
        return ()
    else:
        plain = _GROUPED.sub(lambda match: re.sub("[,，]", "", match.group()), value.text)
        if plain != value.text and values.numeric(values.split(plain).number):
            fix = ((path, plain),)
    return (Hit("K03", path, value.text, "数字加计量单位", row.name, fix=fix),)


def k04(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """A sign needs a measure; where the name ends with one in brackets, that is it.

    A bare number needs one, too, which the system would ask for; there a measure in the name is enough for a reader.
    An index or a coefficient has none by its nature.
    """
    value = row.value
    if value.amount and not value.sign and not value.meant_measure and row.kind != TIME and row.name[-1:] not in "）)":
        if _measureless(row, context):
            return ()
        return (Hit("K04", f"{row.path}.measure", value.text, "计量单位", row.name, "bare"),)
    if value.sign not in values.COMPARISONS or value.measure or not values.numeric(value.number):
        return ()
    named = _UNIT_IN_NAME.search(row.name)
    if named is None and _measureless(row, context):
        return ()
    fix = ((f"{row.path}.value", value.text + named[1].replace("％", "%")),) if named else ()
    return (Hit("K04", f"{row.path}.measure", value.text, named[1] if named else "计量单位", row.name, fix=fix),)


def _measureless(row: Row, context: Context) -> bool:
    return _BRACKETED.sub("", row.name).endswith(context.endings("K04", "plain"))


def k05(row: Row, _facts: Facts, context: Context) -> Iterator[Hit]:
    """定量（其他） has one of two values and an explanation."""
    if row.value.sign != "定量（其他）":
        return
    allowed = context.listed("K05", "values")
    if row.value.number and row.value.number not in allowed:
        yield Hit("K05", f"{row.path}.value", row.value.number, "、".join(allowed), row.name)
    if not row.indicator.note.strip():
        yield Hit("K05", f"{row.path}.note", name=row.name, variant="note")


def k06(row: Row, _facts: Facts, _context: Context) -> Iterable[Hit]:
    """No `*`, `_`, `-` in a value. The minus of a negative number is none of them: it is part of a number."""
    text = row.value.text
    if not _FORBIDDEN.search(text) or not _FORBIDDEN.search(re.sub(r"^\W*-(?=\d)", "", text)):
        return ()
    if date := _DATE.search(text):
        better = f"{text[: date.start()]}{date[1]}年{int(date[2])}月{int(date[3])}日{text[date.end() :]}"
    elif span := _RANGE.fullmatch(text):
        better = f"{span[1]}至{span[2]}{span[3]}"
    else:
        better = ""
    clean = better and not _FORBIDDEN.search(better)
    advice = f"应写作「{better}」" if clean else "范围请写“至”，日期请写年月日"
    fix = ((f"{row.path}.value", better),) if clean else ()
    return (Hit("K06", f"{row.path}.value", text, advice, row.name, fix=fix),)


def k07(row: Row, _facts: Facts, context: Context) -> Iterator[Hit]:
    """Names and values fit into the fields of older systems."""
    limit = context.number("K07", "name_length")
    if len(row.name) > limit:
        yield Hit("K07", f"{row.path}.l3", str(len(row.name)), str(limit), "三级指标")
    limit = context.number("K07", "value_length")
    if len(row.value.plain) > limit:
        yield Hit("K07", f"{row.path}.value", str(len(row.value.plain)), str(limit), "指标值")


def k09(facts: Facts, context: Context) -> Iterator[Hit]:
    """The description says more than the name. A filler row has a worse fault.

    In a form with descriptions one copy is an oversight; only a remark where the name itself says what is counted
    (培训合格率). Where many are, the form was left to the system, which writes the name into a blank description by
    itself: said once a project, and only as a remark.
    """
    copied = [row for row in facts.rows if not row.filler and same(row.desc, row.name)]
    if len(copied) > context.number("K09", "single"):
        first = copied[0]
        yield Hit("K09", f"{first.path}.desc", first.name, name=str(len(copied)), variant="many")
        return
    for row in copied:
        told = _BRACKETED.sub("", row.name).endswith(context.endings("K09", "plain"))
        yield Hit("K09", f"{row.path}.desc", row.name, name=row.name, variant="plain" if told else "")


def k10(row: Row, _facts: Facts, _context: Context) -> Iterable[Hit]:
    """The value says more than name and description, the name more than its class, and the row is no filler."""
    text = row.value.text
    if row.filler:
        return (Hit("K10", f"{row.path}.value", row.filler, name=row.name, variant="filler"),)
    if row.kind != SATISFACTION and row.name.removesuffix("指标") in _CLASSES:
        return (Hit("K10", f"{row.path}.l3", row.name, name=row.l2, variant="class"),)
    if _REACHED.search(text):
        return ()  # 年底前完成评审 is something to reach; that the description copies it is the description's fault
    if same(row.value.plain, row.name):
        return (Hit("K10", f"{row.path}.value", text, name="三级指标"),)
    if same(row.value.plain, row.desc):
        return (Hit("K10", f"{row.path}.value", text, name="绩效指标描述"),)
    return ()


def k11(row: Row, _facts: Facts, _context: Context) -> Iterable[Hit]:
    """百分比 is %, 大于等于 is ≥, 《 and 》 before a number are ＜ and ＞, digits are half-width.

    As grave as K03, which is silent then, where the system finds no number after the sign.
    """
    text = row.value.text
    proper = proper_value(text)
    if proper == text:
        return ()
    variant = "sign" if _sign_without_number(row) else ""
    if proper is None:
        return (Hit("K11", f"{row.path}.value", text, name=row.name, variant=f"{variant}unclear"),)
    return (Hit("K11", f"{row.path}.value", text, proper, row.name, variant, ((f"{row.path}.value", proper),)),)


def k22(row: Row, _facts: Facts, context: Context) -> Iterable[Hit]:
    """Where the fixed indicator of the Hebei system stands, it is ＝100%. It is never asked for."""
    if row.name not in context.listed("K22", "names"):
        return ()
    value = row.value
    if value.amount == 100 and value.percent and value.meant_sign in ("", "＝"):
        return ()
    return (Hit("K22", f"{row.path}.value", value.text, "＝100%", row.name),)
