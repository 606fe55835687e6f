"""Secret markings in a text (rule D01): the marking itself, and never a text that only speaks about secrecy."""

import re

_GRADE = r"(?:秘密|机密|绝密)"
_TERM = r"(?:\s*[★☆]\s*(?:\d+\s*年|\d+\s*个?月|长期)?|级)"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_QUICK = re.compile(rf"[涉秘祕机機绝絕][\s{_UNSEEN}]*密")
_LETTERS = str.maketrans({"祕": "秘", "機": "机", "絕": "绝", **dict.fromkeys(_UNSEEN)})
_APART = re.compile(r"([涉秘机绝])\s+密")
_OPEN, _CLOSE = r"[（(【\[［〔]", r"[）)】\]］〕]"

# 秘密★10年, ★机密, 密级：机密, and a grade in brackets of its own.
_STAR = re.compile(rf"{_GRADE}\s*(?:[★☆]|[*＊]\s*(?:\d+\s*(?:年|个?月)|长期))|[★☆]\s*{_GRADE}|密级\s*[：:]?\s*{_GRADE}")
_BRACKETED = re.compile(rf"{_OPEN}\s*(?:涉密|{_GRADE}(?:{_TERM})?)(?:项目|内容|事项|信息)?\s*{_CLOSE}")
# A cell that holds nothing but the marking, or the word that something is kept back because of it.
_WHOLE = re.compile(
    rf"(?:[本该此]?(?:项目|内容|事项|信息|资金用途|名称))?(?:因|属于|属|为|系)?"
    rf"(?:涉密|涉及国家秘密|{_GRADE}(?:{_TERM})?)(?:项目|内容|事项|信息)?"
    rf"[，,]?(?:不予?(?:以)?公开|不宜公开|不对外公开|不予?列示|略)?"
)
# A clause that says it of the project itself; a grade alone in a sentence may be one of those that it lists.
_SAID = re.compile(
    rf"[本该此](?:项目|内容|事项|信息)(?:因|属于|属|为|系|已定为|定为)?"
    rf"(?:涉密|涉及国家秘密|{_GRADE}(?:{_TERM})?)(?:项目|内容|事项|信息)?"
)
_CLAUSES = re.compile(r"[，。；,;\s]+")
_FRAME = " \t\r\n\u3000。．.，,；;*＊（(【[［〔）)】]］〕「」『』“”"


def speaks_of_secrets(text: str) -> bool:
    """Whether a closer look at `text` is worth it."""
    return _QUICK.search(text) is not None


def marking(text: str) -> str:
    """The marking that `text` carries, "" for none.

    `涉密`, `（机密）`, `秘密★10年` and `因涉密不予公开` are markings; `涉密采购事项按照相关规定执行`, `内部审计`,
    `保密通信线路租赁费` and `非涉密` are not.
    """
    if not speaks_of_secrets(text):
        return ""
    text = _APART.sub(r"\1密", text.translate(_LETTERS))
    if found := _STAR.search(text) or _BRACKETED.search(text):
        return found.group()
    plain = text.strip(_FRAME)
    if _WHOLE.fullmatch(plain):
        return plain
    return next((clause for clause in _CLAUSES.split(plain) if _SAID.fullmatch(clause)), "")
