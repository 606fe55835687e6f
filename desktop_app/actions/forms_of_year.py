"""What the forms of a year offer where a department has nothing yet: the usual terms, the rows of the asset table."""

from desktop_app import catalog
from desktop_app.actions import editing, reading
from desktop_app.domain.changes import Changes
from desktop_app.domain.table_labels import bare
from desktop_app.errors import UserError
from desktop_app.storage.store import Store


def add_glossary(store: Store, department_id: str) -> Changes:
    """Add those of the year's terms that the department does not explain yet, behind what it has; one undo.

    Raises UserError where none is missing or the department is gone.
    """
    book = reading.load_parts(store, department_id)
    known = {bare(term.term) for term in book.glossary}
    offered = catalog.yearly(book.year).glossary
    missing = [{"term": term, "text": text} for term, text in offered if bare(term) not in known]
    if not missing:
        raise UserError("常用名词都已经有解释了", "", "可以在表里直接修改或插入")
    with store.operation("填入常用名词") as operation:
        editing.add_rows(store, operation, "term", department_id, missing)
    return operation.changes


def add_assets(store: Store, department_id: str, holder: str = "") -> Changes:
    """Begin the 固定资产占用情况表 of a holder with the rows of the year's form; one undo.

    `holder` is the unit as it is to be printed, "" for the department; the date is the end of the year before. Raises
    UserError where the holder has one or the department is gone.
    """
    book = reading.load_parts(store, department_id)
    unit = holder.strip() or book.department_name
    if any(block.unit.strip() == unit for block in book.assets):
        raise UserError("已经有这张固定资产占用情况表了", unit, "请在已有的表里填写")
    date = f"{book.year - 1}-12-31" if book.year else ""
    rows = [{"item": item} for item in catalog.yearly(book.year).assets]
    with store.operation("新建固定资产占用情况表") as operation:
        ids = editing.add_rows(store, operation, "asset_block", department_id, [{"unit": unit, "date": date}])
        editing.add_rows(store, operation, "asset_row", ids[0], rows)
    return operation.changes
