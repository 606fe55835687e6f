"""Rules of the disclosure gate: required parts (D03), residue of Word and web pages (D05), 保密审查 line (D06)."""

import re
from collections.abc import Iterable, Iterator

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.facts import Facts
from desktop_app.checks.shared import matched
from desktop_app.checks.sheets import Placed
from desktop_app.domain import narrative
from desktop_app.domain.model import Book

_FIELD = r"(?:TC|TOC|SEQ|XE|REF|PAGEREF|NOTEREF|HYPERLINK|EMBED|INCLUDEPICTURE|FORMTEXT)"
_SWITCH = r"(?:\s*\\[a-zA-Z*](?:\s+(?:\"[^\"\n]*\"|[A-Za-z0-9_]+))?)"
_TAG = r"(?:b|i|u|s|p|br|hr|em|ol|ul|li|td|th|tr|img|sub|sup|div|span|font|table|tbody|thead|strong|center|a|h[1-6])"
_RESIDUE = re.compile(
    rf"\[bookmark:[^\]\[\n]{{0,200}}\]|(?<![A-Za-z])(?:TC|XE)\s+[^\n\\]{{1,200}}{_SWITCH}+|(?<![A-Za-z]){_FIELD}\s+(?:[\"“”][^\"“”\n]*[\"“”]|_[A-Za-z]+\d+)?{_SWITCH}+|"
    rf"(?<![A-Za-z])PAGEREF\s+_\w+|(?<![A-Za-z])HYPERLINK\s+\"[^\"\n]*\"|\\\*\s*MERGEFORMAT|(?<![A-Za-z_])_Toc\d{{4,}}|"
    rf"</?{_TAG}(?:\s[^<>\n]*)?/?>|&(?:nbsp|quot|ldquo|rdquo|middot);|&#x?[0-9a-fA-F]{{2,6}};|"
    r"错误[!！]\s*(?:未定义书签|未找到引用源|超链接引用无效)[。.]?",
    re.ASCII,
)
_SIGNS_OF = ("[book", "<", "&", "\\", "_Toc", "PAGEREF", "HYPERLINK", "错误！", "错误!")
_SIGNS = {"&nbsp;": " ", "&quot;": '"', "&ldquo;": "“", "&rdquo;": "”", "&middot;": "·"}
# Sections that only a 情况说明 has: a 绩效文本 has 职责, goals and sometimes a glossary too.
_OF_A_STATEMENT = {"overview", "income", "expenditure", "change", "office", "sangong", "procurement"}
_SECRECY = re.compile(r"(?:保密审查|审签)(?:情况|意见|结果)?\s*[：:]\s*([^；;，,。\n]*)")
_UNDONE = re.compile(r"^[\s_＿/-]*$|未|待|尚|请填")


def _speaks(text: str) -> bool:
    """Whether a closer look is worth it."""
    return any([sign in text for sign in _SIGNS_OF])


def residue(text: str) -> str:
    """What a word processor or a web page left in a text, "" for nothing."""
    if not _speaks(text):
        return ""
    found = _RESIDUE.search(text)
    return found[0].strip() if found else ""


def cleaned(text: str) -> str:
    """The text without what was left in it."""
    return _RESIDUE.sub(lambda match: _SIGNS.get(match[0].lower(), ""), text)


def d05(facts: Facts, _context: Context) -> Iterator[Hit]:
    """No residue in the texts of a project."""
    if not _speaks(facts.all_text):
        return
    for path, text in facts.cells:
        if found := residue(text):
            # a title without the name is compared, so only whole fields can be written anew
            fix = ((path, cleaned(text).strip()),) if path != "title" else ()
            yield Hit("D05", path, found, fix=fix)


def check_residue(book: Book, _context: Context) -> Iterator[Placed]:
    """D05 in headings, paragraphs, notes of tables, purchases and the glossary. One finding a paragraph."""
    for i, section in enumerate(book.sections):
        for hit in _in_section(section.heading, section.text, f"sections[{i}]"):
            yield section.owner, hit
    for table in book.tables:
        if found := residue(table.note):
            path = f"budget_tables[{table.no}].note"
            yield table.owner, Hit("D05", path, found, fix=((path, cleaned(table.note).strip()),))
    for i, term in enumerate(book.glossary):
        for field, text in (("term", term.term), ("text", term.text)):
            if found := residue(text):
                path = f"glossary[{i}].{field}"
                yield "", Hit("D05", path, found, fix=((path, cleaned(text).strip()),))
    for i, purchase in enumerate(book.purchases):
        for field in ("project", "item", "measure"):
            if found := residue(text := getattr(purchase, field)):
                path = f"procurement[{i}].{field}"
                yield purchase.owner, Hit("D05", path, found, fix=((path, cleaned(text).strip()),))


def _in_section(heading: str, text: str, path: str) -> Iterator[Hit]:
    if found := residue(heading):
        yield Hit("D05", f"{path}.heading", found, fix=((f"{path}.heading", cleaned(heading).strip()),))
    whole = ((f"{path}.text", cleaned(text)),) if residue(text) else ()
    for p, line in enumerate(text.split("\n") if whole else ()):
        if found := residue(line):
            yield Hit("D05", f"{path}.text[{p}]", found, fix=whole)


def d03(book: Book, context: Context) -> Iterator[Placed]:
    """Every part that the disclosure needs is there; what is missing is named.

    A book that has neither tables nor a 情况说明 is a 绩效文本: that is said once, and stops nothing. Where no table is
    there at all, that is said once, too. A table of the department counts as there where a unit has it, for it is their
    sum. The contents page is made by the export.
    """
    forms = context.forms
    if not forms.tables or not (book.projects or book.tables or book.sections):
        return
    headings = [section.heading for section in book.sections]
    there_too = matched(tuple(headings), forms)
    if not book.tables and not there_too.keys() & _OF_A_STATEMENT:
        yield "", Hit("D03", "budget_tables", variant="goals")
        return
    there = {table.no for table in book.tables}
    names = {form.no: form.name for form in forms.tables}
    if not there & names.keys():
        yield "", Hit("D03", "budget_tables", name=f"{len(names)}张预算公开表", variant="tables")
    else:
        for no in sorted(names.keys() - there):
            yield "", Hit("D03", f"budget_tables[{no}]", name=f"表{no} {names[no]}", variant="table")
    records = {
        "procurement": book.purchases, "assets": book.assets, "glossary": book.glossary, "projects": book.projects,
        "setup": book.organisation,
    }  # fmt: skip
    # a heading may name several parts; the title names all of the text
    under = [heading for i, heading in enumerate(headings) if i != there_too.get("title")]
    stated = there_too.keys() | narrative.named(under, forms.narrative.sections)
    for listed in context.listed("D03", "sections"):
        ids, _, name = listed.partition(" ")
        wanted = ids.split("|")
        if not any(section_id in stated or records.get(section_id) for section_id in wanted):
            yield "", Hit("D03", "narrative", name=name)


def d06(book: Book, _context: Context) -> Iterator[Placed]:
    """Where the line about 保密审查 and 审签 is printed, it is filled in."""
    for i, section in enumerate(book.sections):
        for p, line in enumerate([section.heading, *section.text.split("\n")]):
            for found in _SECRECY.finditer(line):
                if _UNDONE.search(found[1]):
                    path = f"sections[{i}].heading" if p == 0 else f"sections[{i}].text[{p - 1}]"
                    yield section.owner, Hit("D06", path, found[0].strip())


def texts(book: Book) -> Iterable[tuple[str, str, str]]:
    """All texts of a book beside its projects and the cells of its tables: owner, path, text. No blank lines."""
    for i, section in enumerate(book.sections):
        yield section.owner, f"sections[{i}].heading", section.heading
        for p, line in enumerate(section.text.split("\n")):
            if line:
                yield section.owner, f"sections[{i}].text[{p}]", line
    for table in book.tables:
        yield table.owner, f"budget_tables[{table.no}].note", table.note
    for i, purchase in enumerate(book.purchases):
        for field in ("project", "item"):
            yield purchase.owner, f"procurement[{i}].{field}", getattr(purchase, field)
    for i, term in enumerate(book.glossary):
        yield "", f"glossary[{i}].text", term.text
    for i, block in enumerate(book.assets):
        for r, asset in enumerate(block.rows):
            yield "", f"assets[{i}].rows[{r}].item", asset.item
