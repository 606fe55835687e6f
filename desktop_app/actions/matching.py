"""Which record of the workspace a record that comes in is."""

from collections.abc import Callable

from desktop_app.actions.alike import said
from desktop_app.domain import codes
from desktop_app.domain.model import Book, Project, Unit

SAME_NAME = "文件里的项目编码是空的，按单位和名称认作工作簿里的同名项目"
FILLS_CODE = "工作簿里的项目编码是空的，按单位和名称认作同一个项目"
MINE_RIGHT = "项目编码与工作簿里的只差一个字，校验码说明文件里的错了，认作同一个项目"
THEIRS_RIGHT = "项目编码与工作簿里的只差一个字，校验码说明工作簿里的错了，认作同一个项目"


def match_projects(
    mine: Book, theirs: list[Project], as_read: Callable[[Project], Project] = lambda project: project
) -> list[tuple[Project | None, str]]:
    """For each project that comes in the workspace's, and why where that is not certain ("" where it is).

    It is the one of the same id, else of the same unit and code, else of the same unit and name where one side has no
    code or one code is proved to be a slip of the other. `as_read` gives a project of the
    workspace as its file gave it.
    """
    left = {project.id: project for project in mine.projects}
    found: dict[int, tuple[Project | None, str]] = {}
    for i, project in enumerate(theirs):
        if project.id in left:
            found[i] = left.pop(project.id), ""
    pool: dict[tuple[str, str], list[Project]] = {}
    for project in left.values():
        for key in dict.fromkeys((_key(project), _key(as_read(project)))):
            pool.setdefault((project.unit_id, key), []).append(project)
    units = {}
    for i, project in enumerate(theirs):
        if i not in found:
            unit = find_unit(mine.units, project)
            units[i] = unit.id if unit else ""
            same = [p for p in pool.get((units[i], _key(project)), ()) if p.id in left]
            if same:
                found[i] = same[0], ""
                del left[found[i][0].id]  # type: ignore[union-attr]
    for i, project in enumerate(theirs):
        if i not in found:
            found[i] = _by_name(list(left.values()), project, units[i])
            if found[i][0] is not None:
                del left[found[i][0].id]  # type: ignore[union-attr]
    return [found[i] for i in range(len(theirs))]


def _key(project: Project) -> str:
    return codes.squeeze(project.code) or "name:" + said(project.name)


def _by_name(left: list[Project], project: Project, unit_id: str) -> tuple[Project | None, str]:
    """The one project of that name in the unit whose code may be the same."""
    unnamed = not project.unit_code and not project.unit_name
    alike = [
        (p, why)
        for p in left
        if said(p.name) == said(project.name) != "" and (p.unit_id == unit_id or unnamed)
        for why in [_same_code(codes.squeeze(p.code), codes.squeeze(project.code))]
        if why
    ]
    return alike[0] if len(alike) == 1 else (None, "")


def _same_code(mine: str, theirs: str) -> str:
    """Why two different codes may be one, "" where nothing says so."""
    if not theirs:
        return SAME_NAME
    if not mine:
        return FILLS_CODE
    if one_slip(mine, theirs) and _sound(mine) != _sound(theirs):
        return MINE_RIGHT if _sound(mine) else THEIRS_RIGHT
    return ""


def _sound(code: str) -> bool:
    return codes.has_check(code) and codes.check_fits(code)


def one_slip(a: str, b: str) -> bool:
    """Whether one character was changed, lost or added between two texts."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        return a[head + 1 :] == b[head + 1 :]
    return a[head + 1 :] == b[head:] if len(a) > len(b) else a[head:] == b[head + 1 :]


def find_unit(units: list[Unit], project: Project) -> Unit | None:
    """The project's unit: of the id that a package brings, of its code, or, where one side has no code, its name."""
    for unit in units:
        if project.unit_id and unit.id == project.unit_id:
            return unit
    code, name = project.unit_code, project.unit_name
    for unit in units:
        if (code and unit.code == code) or ((not code or not unit.code) and unit.name == name):
            return unit
    return None


def same_department(mine: tuple[int | None, str, str], theirs: tuple[int | None, str, str]) -> bool:
    """Whether two departments, each as year, code and name, are one (a code on one side only says nothing)."""
    codes_agree = not mine[1] or not theirs[1] or mine[1] == theirs[1]
    return mine[0] == theirs[0] and mine[2] == theirs[2] and codes_agree
