"""Word documents written element by element, in the ways in which offices write them, for the reader to read back."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from shapes import HEADS, MONTHS, goals_text

from desktop_app.domain.model import Book, Goal, Indicator, Project

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = f"""{_HEAD}<w:styles {_SPACES}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Noto Serif CJK SC" w:eastAsia="Noto Serif CJK SC"
w:hAnsi="Noto Serif CJK SC"/><w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>
<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="character" w:styleId="unseen"><w:name w:val="unseen"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""


def _level(depth: int, form: str, text: str) -> str:
    kind = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{depth}">{kind}<w:lvlText w:val="{text}"/></w:lvl>'


# list 1: headings （一）, list 2: goals 1., begun anew by every further list up to 9 that shares its levels
NUMBERING = (
    f'{_HEAD}<w:numbering {_SPACES}><w:abstractNum w:abstractNumId="5">{_level(0, "chineseCounting", "（%1）")}'
    f'</w:abstractNum><w:abstractNum w:abstractNumId="6">{_level(0, "decimal", "%1.")}'
    f"{_level(1, 'decimalEnclosedCircle', '%2')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="6"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n in range(2, 10)
    )
    + "</w:numbering>"
)


def package(body: str, **parts: str) -> bytes:
    """A Word file with this body; `parts` are further parts by their names in word/, without .xml."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{kind}.numbering+xml"/></Types>',
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations({"styles": "styles.xml", "numbering": "numbering.xml"}),
        "word/document.xml": f"{_HEAD}<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
    }
    texts |= {f"word/{name}.xml": text for name, text in parts.items()}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return data.getvalue()


def _relations(targets: dict[str, str]) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    listed = "".join(f'<Relationship Id="{k}" Type="{_OFFICE}/{k}" Target="{t}"/>' for k, t in targets.items())
    return f'<Relationships xmlns="{space}">{listed}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """A run; a newline is a break within the paragraph."""
    inner = escape(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{inner}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of finished runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def text(line: str, style: str = "") -> str:
    """A paragraph with nothing but a text."""
    return paragraph(run(line), f'<w:pStyle w:val="{style}"/>' if style else "")


def numbered(line: str, list_id: int, depth: int = 0) -> str:
    """A paragraph whose number Word makes."""
    return paragraph(run(line), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


@dataclass
class Cell:
    """A cell that reaches from one column to another; `down`: "restart" or "continue" of a merged cell."""

    text: str
    span: int = 1
    down: str = ""
    content: str = ""  # finished paragraphs instead of the text

    def xml(self) -> str:
        """As `w:tc`, one paragraph a line."""
        merge = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[self.down]
        lines = "".join(text(line) for line in self.text.split("\n"))
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{self.span}"/>{merge}</w:tcPr>{self.content or lines}</w:tc>'


def table(rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> str:
    """A table with columns of these widths in twips."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    borders = "".join(lines.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    body = "".join(f"<w:tr>{''.join(cell.xml() for cell in row)}</w:tr>" for row in rows)
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def plain_table(rows: Iterable[Sequence[str]]) -> str:
    """A table without merged cells, all columns of one width."""
    rows = [list(row) for row in rows]
    return table([[Cell(cell) for cell in row] for row in rows], [9000 // len(rows[0])] * len(rows[0]))


# The one grid that all rows of a form share: the edges of its columns in twips.
_EDGES = (0, 1100, 1500, 2700, 3100, 4400, 5000, 6200, 7000, 7500, 9000)
_CODE, _MONEY, _TEXT, _PLAN, _ROWS = (
    (0, 1100, 4400, 5000, 9000),
    (0, 1100, 2700, 4400, 6200, 7000, 7500, 9000),
    (0, 1100, 9000),
    (0, 1100, 3100, 5000, 7000, 9000),
    (0, 1100, 2700, 4400, 6200, 7500, 9000),
)


def _line(edges: Sequence[int], texts: Sequence[str], down: Sequence[str] = ()) -> list[Cell]:
    spans = [_EDGES.index(right) - _EDGES.index(left) for left, right in pairwise(edges)]
    merges = [*down, *[""] * len(texts)]
    return [Cell(cell, span, merge) for cell, span, merge in zip(texts, spans, merges, strict=False)]


def head_lines(p: Project, goals: str = "") -> list[list[Cell]]:
    """The upper part of a form; `goals` are finished paragraphs instead of the numbered text."""
    money = ["预算规模及资金用途", "预算数", p.budget, "其中：财政资金", p.fiscal, "其他资金", p.other]
    return [
        _line(_CODE, ["项目编码", p.code, "项目名称", p.name]),
        _line(_MONEY, money, ["restart"]),
        _line(_TEXT, ["", p.purpose], ["continue"]),
        _line(_PLAN, ["资金支出计划（%）", *MONTHS], ["restart"]),
        _line(_PLAN, ["", *p.plan], ["continue"]),
        [Cell("绩效目标"), Cell(goals_text(p), len(_EDGES) - 2, content=goals)],
    ]


def indicator_lines(p: Project) -> list[list[Cell]]:
    """The heads and the indicators; an 一级指标 that repeats is one merged cell, and so is a 二级指标 under it."""
    lines = [_line(_ROWS, HEADS)]
    for at, i in enumerate(p.indicators):
        above = p.indicators[at - 1] if at else None
        below = p.indicators[at + 1] if at + 1 < len(p.indicators) else None
        keys = [[(x.l1,), (x.l1, x.l2)] if x else [None, None] for x in (above, i, below)]
        down = ["continue" if a == k else "restart" if k == b else "" for a, k, b in zip(*keys, strict=True)]
        texts = ["" if mark == "continue" else name for mark, name in zip(down, (i.l1, i.l2), strict=True)]
        lines.append(_line(_ROWS, [*texts, i.l3, i.desc, i.value, i.basis], down))
    return lines


_WIDTHS = [right - left for left, right in pairwise(_EDGES)]


def one_table(p: Project) -> str:
    """Title and unit above, the whole form in one table."""
    return _lead(p) + table(head_lines(p) + indicator_lines(p), _WIDTHS)


def two_tables(p: Project) -> str:
    """The table is continued on the next page: a second table that begins with the heads again."""
    lines = indicator_lines(p)
    cut = 1 + len(p.indicators) // 2
    first, second = lines[:cut], lines[cut:]
    if not second:
        return one_table(p)
    for cell, name in zip(second[0], (p.indicators[cut - 1].l1, p.indicators[cut - 1].l2), strict=False):
        cell.text, cell.down = name, "restart" if cell.down else ""
    page_break = paragraph('<w:r><w:br w:type="page"/></w:r>')
    return _lead(p) + table(head_lines(p) + first, _WIDTHS) + page_break + table([lines[0], *second], _WIDTHS)


def title_within(p: Project) -> str:
    """Title, unit and measure are merged rows of the table itself."""
    width = len(_EDGES) - 1
    lead = [
        [Cell(f"{p.seq}.{p.title}", width)],
        [Cell(f"{p.unit_code}{p.unit_name}", 6), Cell("单位：万元", width - 6)],
    ]
    return table([*lead, *head_lines(p), *indicator_lines(p)], _WIDTHS) + text("")


def framed(p: Project) -> str:
    """A form in a table of one cell that only draws a frame; the title in a text box."""
    box = (
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{text(f'{p.seq}.{p.title}')}</w:txbxContent></v:textbox></v:shape>"
    )
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='x'>{box}</w:pict></mc:Choice>"
        f"<mc:Fallback>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    owner = text(f"{p.unit_code}{p.unit_name}") + text("单位：万元")
    inner = paragraph(drawn) + owner + table(head_lines(p) + indicator_lines(p), _WIDTHS) + text("")
    return table([[Cell("", content=inner)]], [9500])


_CHANGE = 'w:id="9" w:author="甲" w:date="2025-01-01T00:00:00Z"'


def edited(p: Project) -> str:
    """Tracked changes, content controls, fields, hidden text and numbers that Word makes."""
    goals = "".join(
        numbered(goal.text, 2 + (int(p.seq) % 8)) if len(p.goals) > 1 or "\n" in goal.text else text(f"1.{goal.text}")
        for goal in p.goals
    )
    code = (
        f"<w:del {_CHANGE}><w:r><w:delText>旧编码</w:delText></w:r></w:del>"
        f"<w:ins {_CHANGE}>{run(p.code[:9])}</w:ins>{run(p.code[9:], '<w:b/>')}{run('藏', '<w:vanish/>')}"
        + run("藏", '<w:rStyle w:val="unseen"/>')
    )
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处')}</w:sdtContent></w:sdt>"
    name = f"<w:sdt><w:sdtContent>{run(p.name)}</w:sdtContent></w:sdt>{prompt}"
    head = head_lines(p, goals)
    head[0][1].content, head[0][3].content = paragraph(code), paragraph(name)
    tagged = run(f"{p.seq}.{p.title}") + _field(f" TC {p.seq}、{p.title} \\f C \\l 1 ", "")
    lead = paragraph(tagged) + paragraph(_field(" REF unit ", f"{p.unit_code}{p.unit_name}")) + text("单位：万元")
    whole = table(head + indicator_lines(p), _WIDTHS)
    gone = f"<w:tr><w:trPr><w:del {_CHANGE}/></w:trPr>{Cell('删去的一行').xml()}</w:tr></w:tbl>"
    return lead + f"<w:sdt><w:sdtContent>{whole.removesuffix('</w:tbl>')}{gone}</w:sdtContent></w:sdt>"


def _field(instruction: str, shown: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"<w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>"
    return mark.format("begin") + code + mark.format("separate") + run(shown) + mark.format("end")


def _lead(p: Project) -> str:
    return text(f"{p.seq}.{p.title}") + text(f"{p.unit_code}{p.unit_name}") + text("单位：万元")


FORMS: dict[str, Callable[[Project], str]] = {
    "one table": one_table,
    "two tables": two_tables,
    "title within": title_within,
    "framed": framed,
    "edited": edited,
}


def contents(book: Book) -> str:
    """A contents page as Word makes it, and one that is only styled."""
    stop = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>'
    runs = [run(f"{p.seq}.{p.title}") + "<w:r><w:tab/></w:r>" + run(str(n)) for n, p in enumerate(book.projects, 1)]
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    lines = "".join(paragraph(entry, stop) for entry in runs)
    made = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{text('目录')}{lines}</w:sdtContent></w:sdt>"
    styled = "".join(paragraph(entry, f'<w:pStyle w:val="TOC1"/>{stop}') for entry in runs)
    return made + text("目录") + styled


def docx_of_book(book: Book, form: Callable[[Project], str] = one_table) -> bytes:
    """A Word file with the sections and the projects of an invented book (`shapes.books`)."""
    parts = []
    for place, section in enumerate(book.sections):
        own_number = section.heading.startswith("（一）")
        parts.append(text(section.heading.removeprefix("（一）"), "2") if own_number else text(section.heading, "1"))
        parts += [text(line) for line in section.text.split("\n")]
        parts.append(contents(book) if place == 0 else text(""))
    for p in book.projects:
        parts += [form(p), text("")]
    return package("".join(parts))


@dataclass
class _Places:
    """What stands under which heading of a record: the writer takes it away when the heading comes."""

    left: dict[str, str] = field(default_factory=dict)

    def under(self, heading: str) -> str:
        found = [word for word in self.left if word in heading and not ("职责" in heading and word == "机构设置")]
        return "".join(self.left.pop(word) for word in found)


def docx_of_record(record: dict[str, Any], form: Callable[[Project], str] = one_table) -> bytes:
    """A Word document of a whole record (the form of `import --json`): texts, tables, forms, purchases, assets."""
    projects = [_project(p, n) for n, p in enumerate(record["projects"], 1)]
    names = {p.unit_code: f"{p.unit_code} {p.unit_name}" for p in projects}
    department = f"编制部门：{record['department']['name'] or ''}"
    places = _Places(
        {
            "机构设置": _organisation(record),
            "项目预算安排": "".join(form(p) + text("") for p in projects),
            "政府采购": _purchases(record, department),
            "国有资产": "".join(map(_assets, record.get("assets") or [])),
            "名词解释": "".join(
                text(f"{n}、{g['term']}：{g['text']}") for n, g in enumerate(record.get("glossary") or [], 1)
            ),
        }
    )
    parts = [_budget_table(t, names.get(t.get("owner") or "", department)) for t in record.get("budget_tables") or []]
    for section in record["narrative"]:
        heading = section["heading"] or ""
        last = heading.rsplit("/", 1)[-1]
        parts += [text(last)] if last else []
        parts += [text(line) for line in (section["text"] or "").split("\n") if line]
        parts.append(places.under(last))
    return package("".join(parts) + "".join(places.left.values()))


def _project(p: dict[str, Any], number: int) -> Project:
    """The project of a record, with a title by which its form is known where none is printed."""
    names = ("unit_code", "unit_name", "title", "seq", "code", "name", "budget", "fiscal", "other", "purpose")
    made = Project(**{name: str(p[name] or "") for name in names}, plan=[entry or "" for entry in p["plan"]])
    made.goals = [Goal(goal) for goal in p["goals"]]
    made.indicators = [
        Indicator(*(i[name] or "" for name in ("l1", "l2", "l3", "desc", "value", "basis"))) for i in p["indicators"]
    ]
    made.seq = made.seq or str(number)
    made.title = made.title or f"{made.name}绩效目标表"
    return made


def _organisation(record: dict[str, Any]) -> str:
    rows = [[o[name] or "" for name in ("name", "nature", "rank", "funding")] for o in record.get("organisation") or []]
    heads = ["单位名称", "单位性质", "单位规格", "经费保障形式"]
    return text("部门机构设置情况") + plain_table([heads, *rows]) + text("") if rows else ""


def _budget_table(t: dict[str, Any], owner: str) -> str:
    paths = [column.split("/") for column in t["columns"]]
    heads = [list(map(Cell, t["columns"]))]
    if any(len(path) > 1 for path in paths):
        heads = [_upper_heads(paths), [Cell(path[1] if len(path) > 1 else "", 1, _below(path)) for path in paths]]
    rows = [[Cell(cell) for cell in row] for row in t["rows"]]
    year = f"预算年度：{t['year']}" if t.get("year") else ""
    caption = [t["name"], owner, *filter(None, [year]), f"单位：{t['unit']}"]
    made = "".join(map(text, caption)) + table([*heads, *rows], [9000 // len(paths)] * len(paths))
    return made + text(t.get("note") or "")


def _below(path: list[str]) -> str:
    return "" if len(path) > 1 else "continue"


def _upper_heads(paths: list[list[str]]) -> list[Cell]:
    cells: list[Cell] = []
    for at, path in enumerate(paths):
        if at and len(path) > 1 and paths[at - 1][0] == path[0] and len(paths[at - 1]) > 1:
            cells[-1].span += 1
        else:
            cells.append(Cell(path[0], 1, "" if len(path) > 1 else "restart"))
    return cells


_PURCHASE_HEADS = (
    ("项目名称", "project"), ("预算资金", "fund"), ("采购物品名称", "item"), ("政府采购目录序号", "catalog_code"),
    ("计量单位", "measure"), ("数量", "quantity"), ("单价", "price"), ("合计", "total"),
    ("一般公共预算拨款", "general"), ("基金预算拨款", "govfund"), ("国有资本经营预算拨款", "soe"),
    ("财政专户核拨", "special"), ("单位资金", "own"),
    ("上年结转结余", "carryover"), ("预留中小微企业份额", "sme"),
)  # fmt: skip


def _purchases(record: dict[str, Any], owner: str) -> str:
    """The purchases with each printed sum before the first purchase that it sums up."""
    if not record.get("procurement"):
        return ""
    upper = [Cell("政府采购项目来源", 2), *(Cell(head, 1, "restart") for head, _ in _PURCHASE_HEADS[2:7])]
    upper += [Cell("政府采购金额", 7), Cell(_PURCHASE_HEADS[14][0], 1, "restart")]
    down = [""] * 2 + ["continue"] * 5 + [""] * 7 + ["continue"]
    lower = [Cell("" if mark else head, 1, mark) for (head, _), mark in zip(_PURCHASE_HEADS, down, strict=True)]
    rows = [upper, lower]
    for number, purchase in enumerate(record["procurement"], 1):
        for total in record.get("procurement_totals") or []:
            if total["rows"][0] == number:
                rows.append([Cell(total["label"]), *(Cell(total.get(f) or "") for _, f in _PURCHASE_HEADS[1:])])
        rows.append([Cell(purchase[f] or "") for _, f in _PURCHASE_HEADS])
    caption = "".join(map(text, ("部门政府采购预算", owner, "单位：万元")))
    return caption + table(rows, [600] * 15) + text("")


def _assets(block: dict[str, Any]) -> str:
    lead = [text(line) for line in ("固定资产占用情况表", f"编制部门：{block['unit']}", f"截止时间：{block['date']}")]
    rows = [[row[name] or "" for name in ("item", "quantity", "value")] for row in block["rows"]]
    return "".join(lead) + plain_table([["项目", "数量", "价值（万元）"], *rows]) + text("")
