"""Secret markings in a text (rule D01): the marking itself, and never a text that only speaks about secrecy."""

import re

_GRADE = r"(?:秘密|机密|绝密)"
_STARS = "★☆⭐✩✪✫✬✭✮✯✰✶✡"
_FOR = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:年|个?月)|长期"
_TERM = rf"(?:\s*[{_STARS}]\s*(?:\d+\s*年|\d+\s*个?月|长期)?|级|件)"
_THING = "(?:项目?|内容|事项|信息|表|页|文件)"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_JOINT = rf"[\s{_UNSEEN}·•.．*＊_\-－—/／]"
_QUICK = re.compile(rf"[涉秘祕机機绝絕]{_JOINT}*密")
_LETTERS = str.maketrans({"祕": "秘", "機": "机", "絕": "绝", **dict.fromkeys(_UNSEEN)})
_APART = re.compile(rf"([涉秘机绝]){_JOINT}+密")
_OPEN, _CLOSE = r"[（(【\[［〔〖〈{｛<＜]", r"[）)】\]］〕〗〉}｝>＞]"

# 秘密★10年, ★机密, 密级：机密, 秘密 5年, and a grade in brackets of its own.
_STAR = re.compile(
    rf"{_GRADE}级?\s*(?:[{_STARS}]|[*＊]\s*(?:\d+\s*(?:年|个?月)|长期))|[{_STARS}]\s*{_GRADE}|密级\s*[：:为]?\s*{_GRADE}|"
    # 商业秘密 is none, and of 机密级 10年以上 one speaks
    rf"(?<!商业)(?<!国家)(?<!工作)(?<!技术)(?<!保守){_GRADE}级?[^\w，,。；;、！!？?]{{0,3}}(?:{_FOR})(?![级度内间来以初底])"
)
_BRACKETED = re.compile(
    rf"{_OPEN}\W{{0,3}}(?:内部\W{{0,3}})?(?:[本该此]?{_THING})?(?:属于?|系|因|为)?"
    rf"(?:涉密|{_GRADE}(?:{_TERM})?)(?:项目|内容|事项|信息)?\W{{0,3}}{_CLOSE}"
)
# A cell that holds nothing but the marking, or the word that something is kept back because of it.
_WHOLE = re.compile(
    rf"(?:[本该此]?(?:{_THING}|资金用途|名称))?(?:因|属于|属|为|系)?"
    rf"(?:涉密|涉及国家秘密|(?<=[属于为系])国家秘密|{_GRADE}(?:{_TERM})?)(?:项目|内容|事项|信息)?"
    rf"[，,]?(?:不予?(?:以)?公开|不宜公开|不对外公开|不予?列示|略)?"
)
# A clause that says it of the project itself; a grade alone in a sentence may be one of those that it lists.
_SAID = re.compile(
    rf"[本该此]{_THING}的?(?:名称|内容|用途|资金用途|绩效目标|指标)?(?:因|属于|属|为|系|已定为|定为)?"
    rf"(?:涉密|涉及国家秘密|(?<=[属于为系])国家秘密|{_GRADE}(?:{_TERM})?)(?:项目|内容|事项|信息)?(?:不予?(?:以)?公开|不宜公开|不对外公开)?"
)
# 某工程-涉密, 涉密：某工程: parted from a name by a sign, before or behind it; 是否涉密：否 is an answer
_PARTED = r"\s\-－—_/／：:·|（(\[【"
_BESIDE = re.compile(
    rf"(?<![否不非未无{_PARTED}])[{_PARTED}]+涉密[^\w\n]{{0,8}}$|"
    r"^[^\w\n]{0,8}涉密\s*[：:_\-－—]\s*(?![否无不非未])\w",
    re.MULTILINE,
)
# what a form asks, answered; not 是□ 否□
_ASKED = re.compile(
    r"是否(?:属于?)?(?:涉密|涉及国家秘密|国家秘密)(?:项目|内容|事项)?[\s：:（(]*是(?:\s*[√✓☑■]|(?!\s*[□☐○√✓☑■/／、或否\w]))"
)
_CLAUSES = re.compile(r"[，。；,;\s]+")
_FRAME = f" \t\r\n\u3000。．.，,；;*＊（(【[［〔）)】]］〕「」『』“”〖〗〈〉《》{{}}｛｝<>＜＞{_STARS}"


def speaks_of_secrets(text: str) -> bool:
    """Whether a closer look at `text` is worth it."""
    return _QUICK.search(text) is not None


def marking(text: str) -> str:
    """The marking that `text` carries, "" for none.

    `涉密`, `（机密）`, `秘密★10年`, `秘密 5年`, `某工程-涉密` and `因涉密不予公开` are markings;
    `涉密采购事项按照相关规定执行`, `内部审计`, `保密通信线路租赁费` and `非涉密` are not.
    """
    if not speaks_of_secrets(text):
        return ""
    text = _APART.sub(r"\1密", text.translate(_LETTERS))
    if found := _STAR.search(text) or _BRACKETED.search(text) or _BESIDE.search(text) or _ASKED.search(text):
        return found.group().strip()
    lines = [line.strip(_FRAME) for line in text.splitlines()] if "\n" in text else []
    if line := next((line for line in [text.strip(_FRAME), *lines] if _WHOLE.fullmatch(line)), ""):
        return line
    plain = text.strip(_FRAME)
    return next((clause for clause in _CLAUSES.split(plain) if _SAID.fullmatch(clause)), "")
