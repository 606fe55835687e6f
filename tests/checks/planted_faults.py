"""How faults are planted in the projects of a clean county: each function breaks one thing at a random place."""

import random
from collections.abc import Callable
from copy import deepcopy

from desktop_app import catalog
from desktop_app.domain import codes
from desktop_app.domain.model import Book, Project, Unit
from tests.books import set_value, sound_book, sound_project, write

_NAMES = "泵站维护费 渠道清淤费 水库巡查费 堤防加固费 闸门检修费 水文监测费 管网抢修费 灌区养护费".split()
QUANTITY, QUALITY, TIME, COSTS, BENEFIT, SATISFIED = 0, 1, 2, (3, 4), 5, 6

Place = tuple[str, str]
"""The project and the path of a fault; a path holds for all that begins with it, "" for all of the project."""


def county() -> Book:
    """Eight projects of two units in which nothing is found."""
    book = sound_book()
    book.units.append(Unit("412002", "云岭县供水站"))
    book.projects = []
    for i, name in enumerate(_NAMES):
        project = sound_project()
        project.id, project.name, project.code = f"p{i}", name, with_check(f"53099925P0000412{i:04}")
        set_value(project.indicators[QUANTITY], f"≥{12 + i}次")
        if i > len(_NAMES) // 2:
            project.unit_code, project.unit_name = "412002", "云岭县供水站"
        book.projects.append(project)
    return book


def with_check(body: str) -> str:
    """The code with its check character."""
    return body + (codes.check_character(body) or "")


def texts(path: str, *wrong: str) -> Callable[[Book, random.Random], Place]:
    """One of some texts at a path of any project; `*` in the path is any indicator."""

    def plant(book: Book, chance: random.Random) -> Place:
        project = chance.choice(book.projects)
        here = path.replace("*", str(chance.randrange(len(project.indicators))))
        write(project, here, chance.choice(wrong))
        return project.id, here

    return plant


def value(rows: tuple[int, ...], *wrong: str) -> Callable[[Book, random.Random], Place]:
    """One of some values in one of these rows of any project."""

    def plant(book: Book, chance: random.Random) -> Place:
        project, row = chance.choice(book.projects), chance.choice(rows)
        set_value(project.indicators[row], chance.choice(wrong))
        return project.id, f"indicators[{row}]"

    return plant


def words(*wrong: str, whole: bool = False) -> Callable[[Book, random.Random], Place]:
    """Some words anywhere in a text of any project."""

    def plant(book: Book, chance: random.Random) -> Place:
        project = chance.choice(book.projects)
        path = chance.choice(
            ["purpose", "goals[0]", *(f"indicators[{i}].desc" for i in range(len(project.indicators)))]
        )
        old = _text(project, path)
        at = chance.randint(0, len(old))
        write(project, path, f"{old[:at]}{chance.choice(wrong)}{old[at:]}")
        return project.id, "" if whole else path

    return plant


def _text(project: Project, path: str) -> str:
    if path == "purpose":
        return project.purpose
    if path.startswith("goals"):
        return project.goals[0].text
    return project.indicators[int(path[11 : path.index("]")])].desc


def plan(*wrong: list[str]) -> Callable[[Book, random.Random], Place]:
    """One of some plans in any project."""

    def plant(book: Book, chance: random.Random) -> Place:
        project = chance.choice(book.projects)
        project.plan = list(chance.choice(wrong))
        return project.id, "plan"

    return plant


def falling(book: Book, chance: random.Random) -> Place:
    """Two entries of a plan are exchanged."""
    project, at = chance.choice(book.projects), chance.randrange(3)
    project.plan[at], project.plan[at + 1] = project.plan[at + 1], project.plan[at]
    return project.id, "plan"


def digit(book: Book, chance: random.Random) -> Place:
    """One digit of a code is typed wrong."""
    project = chance.choice(book.projects)
    at = chance.choice([i for i, c in enumerate(project.code[:-1]) if c.isdigit()])
    other = chance.choice([c for c in "0123456789" if c != project.code[at]])
    project.code = project.code[:at] + other + project.code[at + 1 :]
    return project.id, "code"


def length(book: Book, chance: random.Random) -> Place:
    """One character of a code is lost or typed twice."""
    project = chance.choice(book.projects)
    at = chance.randrange(len(project.code))
    project.code = project.code[:at] + project.code[at] * chance.choice((0, 2)) + project.code[at + 1 :]
    return project.id, "code"


def region(book: Book, chance: random.Random) -> Place:
    """A code of another county."""
    project = chance.choice(book.projects)
    project.code = with_check(f"{chance.choice(('530998', '130700', '530927'))}{project.code[6:-1]}")
    return project.id, "code"


def twin(book: Book, chance: random.Random) -> Place:
    """A project has the code of an earlier one."""
    first, second = sorted(chance.sample(range(len(book.projects)), 2))
    book.projects[second].code = book.projects[first].code
    return book.projects[second].id, "code"


def copied_set(book: Book, chance: random.Random) -> Place:
    """The indicators of an earlier project are pasted under another."""
    first, second = sorted(chance.sample(range(len(book.projects)), 2))
    book.projects[second].indicators = deepcopy(book.projects[first].indicators)
    return book.projects[second].id, "indicators"


def money(book: Book, chance: random.Random) -> Place:
    """The 预算数 is another than its sources."""
    project = chance.choice(book.projects)
    project.budget = f"{chance.randint(11, 900)}.{chance.randrange(100):02}"
    return project.id, ""


def lost_rows(*rows: int) -> Callable[[Book, random.Random], Place]:
    """Rows are missing."""

    def plant(book: Book, chance: random.Random) -> Place:
        project = chance.choice(book.projects)
        project.indicators = [row for i, row in enumerate(project.indicators) if i not in rows]
        return project.id, ""

    return plant


def row_of_another(book: Book, chance: random.Random) -> Place:
    """The description of a row is the name of another row."""
    project = chance.choice(book.projects)
    here, there = chance.sample(range(len(project.indicators)), 2)
    project.indicators[here].desc = project.indicators[there].l3
    return project.id, f"indicators[{here}].desc"


def same_as_name(column: str) -> Callable[[Book, random.Random], Place]:
    """A cell repeats the name of its row."""

    def plant(book: Book, chance: random.Random) -> Place:
        project = chance.choice(book.projects)
        at = chance.randrange(len(project.indicators))
        write(project, f"indicators[{at}].{column}", project.indicators[at].l3)
        return project.id, f"indicators[{at}].{column}"

    return plant


def name_twice(book: Book, chance: random.Random) -> Place:
    """Two rows have one name."""
    project = chance.choice(book.projects)
    first, second = sorted(chance.sample(range(len(project.indicators)), 2))
    project.indicators[second].l3 = project.indicators[first].l3
    return project.id, f"indicators[{second}].l3"


def no_measure(book: Book, chance: random.Random) -> Place:
    """The measure behind a number is lost."""
    project, at = chance.choice(book.projects), chance.choice((QUANTITY, QUALITY, *COSTS, BENEFIT, SATISFIED))
    row = project.indicators[at]
    row.value, row.measure = row.sign + row.number, ""
    return project.id, f"indicators[{at}]"


def several_costs(book: Book, chance: random.Random) -> Place:
    """Each cost is within the 预算数, all together are not."""
    project = chance.choice(book.projects)
    for at in COSTS:
        set_value(project.indicators[at], f"≤{chance.randint(60, 99) / 10}万元")
    return project.id, ""


def one_cost(book: Book, chance: random.Random) -> Place:
    """The only cost is the 预算数 itself."""
    project = chance.choice(book.projects)
    del project.indicators[chance.choice(COSTS)]
    set_value(project.indicators[COSTS[0]], "≤10万元")
    return project.id, ""


def other_frame(book: Book, chance: random.Random) -> Place:
    """The costs follow another frame than those of the other projects."""
    project = chance.choice(book.projects)
    for at in COSTS:
        project.indicators[at].l1, project.indicators[at].l2 = "成本指标", "经济成本指标"
    return project.id, "indicators"


def goal_is_purpose(book: Book, chance: random.Random) -> Place:
    """The goal is a copy of 资金用途."""
    project = chance.choice(book.projects)
    project.goals[0].text = project.purpose
    return project.id, "goals[0]"


def other_money(book: Book, chance: random.Random) -> Place:
    """All money is of another source."""
    project = chance.choice(book.projects)
    project.fiscal, project.other = "0", project.budget
    return project.id, ""


def unlike(book: Book, chance: random.Random) -> Place:
    """A unit measures in per cent what the others count."""
    project = chance.choice([p for p in book.projects if p.unit_code == "412002"])
    set_value(project.indicators[BENEFIT], f"≥{chance.randint(90, 99)}%")
    return project.id, f"indicators[{BENEFIT}]"


def alike_values(book: Book, chance: random.Random) -> Place:
    """All rows have one value."""
    project, text = chance.choice(book.projects), chance.choice(("≥90%", "100%", "≥90分"))
    for row in project.indicators:
        set_value(row, text)
    return project.id, ""


def fixed_rate(book: Book, chance: random.Random) -> Place:
    """The fixed indicator of the system has another value than its own."""
    project, at = chance.choice(book.projects), chance.randrange(7)
    names = catalog.rules()["K22"]["names"]
    project.indicators[at].l3 = chance.choice(list(names)) if isinstance(names, list) else ""
    set_value(project.indicators[at], chance.choice(("＝95%", "≥90%", "＝98%")))
    return project.id, f"indicators[{at}]"
