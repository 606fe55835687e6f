"""P10 and B12 in texts: gaps that a person has to fill in, totals that are not the sum of their parts."""

import pytest

from desktop_app import catalog, checks
from desktop_app.actions import gate, importing, narrative
from desktop_app.actions.check_forms import forms
from desktop_app.actions.workspace import Store
from desktop_app.domain.disclosed import Section, Term
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from tests.publishing import publishing


def gaps(book: Book) -> list[Finding]:
    found = checks.check_book(book, catalog.frame(""), catalog.rules())
    return [finding for finding in found if finding.rule == "P10"]


def test_a_gap_in_a_text_is_an_error_and_a_filled_one_is_none() -> None:
    book = publishing()
    assert gaps(book) == []
    book.sections.append(Section("三、增减", "共两段。\n减少【请填写2024年数】，原因是【请填写原因】。"))
    book.glossary = [Term("基本支出", "【请填写解释】")]
    assert [(f.path, f.severity, f.found) for f in gaps(book)] == [
        ("sections[2].text[1]", "error", "请填写2024年数"),
        ("sections[2].text[1]", "error", "请填写原因"),
        ("glossary[0].text", "error", "请填写解释"),
    ]
    book.sections[-1].text = "减少1.00万元，原因是【人员】减少。请填写的表格见附件。"
    book.glossary = []
    assert gaps(book) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("较上年增加XX万元，主要原因是人员增加。", "XX"),
        ("较上年增加×××万元，主要原因是×××。", "×××"),
        ("较上年增加____万元，主要原因是人员增加。", "____"),
        ("较上年增加1.00万元，主要原因是____。", "____"),
        ("较上年增加1.00万元，主要原因是……。", "……"),
        ("（此处填写部门职责）", "此处填写"),
        ("待补充", "待补充"),
        ("**一、职责**", ""),
        ("咨询电话0310-31****12、138****0000。", ""),
        ("购置规格为120×240的水泵……等设备。", ""),
        ("负责水利、防汛……等工作，审签人：______", ""),
    ],
)
def test_what_a_template_left_in_a_text_is_said(text: str, found: str) -> None:
    book = publishing()
    book.sections.append(Section("三、增减", text))
    expected = [("sections[2].text[0]", "warning", found)] if found else []
    assert [(f.path, f.severity, f.found) for f in gaps(book)] == expected


def test_the_gate_stops_a_text_that_the_program_wrote_with_gaps(store: Store) -> None:
    importing.apply_import(store, importing.plan_import(store, [publishing(2025)]))
    department = store.query("SELECT id FROM department WHERE code = '412'")[0]["id"]
    before = [f for f in gate.gate(store, (), department).errors if f.rule == "P10"]
    ground = narrative.ground(store, department)
    narrative.write(store, department, [draft for draft in narrative.drafts(ground) if draft.kind == narrative.NEW])
    found = [f for f in gate.gate(store, (), department).errors if f.rule == "P10"]
    assert before == [] and len(found) >= 3
    assert all(f.found.startswith("请填写") and "还没有写" in f.message for f in found)


def stated(text: str, tables: bool = True) -> list[tuple[str, str]]:
    """What B12 says of a text: found and expected."""
    book = publishing()
    book.sections = [Section("2、支出说明", text)]
    book.tables = book.tables if tables else []
    found = checks.check_book(book, catalog.frame(""), catalog.rules(), forms(2025))
    return [(f.found, f.expected) for f in found if f.rule == "B12"]


def test_a_wrong_total_beside_right_parts_is_found() -> None:
    parts = "其中基本支出200.5万元、项目支出120万元。"
    assert stated(f"2025年部门预算总支出330万元，{parts}") == [("330", "320.50")]
    assert stated(f"2025年部门预算总支出320.5万元，{parts}") == []
    assert stated(f"支出预算330万元，{parts}", tables=False) == [("330", "320.50")]
    assert stated(f"2024年支出预算330万元，{parts.replace('120', '110')}") == []
