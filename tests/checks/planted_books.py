"""Faults of a whole book: a column that nobody fills, a text of another year."""

import random

from desktop_app.domain.model import Book
from tests.checks.planted_faults import Place


def empty_column(book: Book, chance: random.Random) -> Place:
    """No project has any text in a column."""
    column, blank = chance.choice(("purpose", "plan", "desc")), chance.choice(("", " "))
    for project in book.projects:
        if column == "purpose":
            project.purpose = blank
        elif column == "plan":
            project.plan = [blank] * 4
        for row in project.indicators if column == "desc" else ():
            row.desc = blank
    return book.projects[0].id, "indicators" if column == "desc" else column


def other_year(book: Book, chance: random.Random) -> None:
    """A heading or a sentence states the budget with another year, as it was copied from an earlier text."""
    year = chance.choice((2020, 2021, 2022, 2023, 2024, 2026))
    places = [
        (i, name) for i, s in enumerate(book.sections) for name in ("heading", "text") if "2025年" in s.heading + s.text
    ]
    at, name = chance.choice(places)
    section, money = book.sections[at], f"{chance.randint(1, 900)}.{chance.randrange(100):02}万元"
    number = chance.choice(("", "", "1.", "（二）", "三、", "2）"))
    whose = chance.choice(
        ("", "", "本部门", "我局", "云岭县水利局", "现将本局", "现对自然资源局", "经济开发区管理委员会")
    )
    said = chance.choice((
        f"{year}年{chance.choice(('度', ''))}机关运行经费安排{money}",
        f"{year}年预算收入{money}，其中：事业收入{money}",
        f"{year} 年支出预算{money}，用于完成各项工作",
        f"{year}年安排“三公”经费{money}",
        f"{year}年部门预算收支安排{money}，较{year - 1}年预算{chance.choice(('增加', '减少'))}{money}，因人员变动",
        f"{year}年，政府采购预算{money}",
    ))  # fmt: skip
    if name == "heading":
        section.heading = f"{number}{whose}{year}年{chance.choice(('部门预算信息公开情况说明', '预算安排情况'))}"
        return
    lines = section.text.split("\n")
    line = chance.randrange(len(lines))
    lines[line] = chance.choice(
        (f"{number}{whose}{said}。{lines[line]}", f"{lines[line].rstrip('。')}。{whose}{said}。")
    )
    section.text = "\n".join(lines)
