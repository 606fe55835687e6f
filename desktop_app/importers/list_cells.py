"""Values of worksheet cells -> texts as a person reads them, and what Excel may have spoilt."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from desktop_app.domain import amounts

_CODES = frozenset({"code", "unit_code", "department_code", "function_code"})
_MONEY = frozenset({"budget", "fiscal", "other"})
_VALUES = frozenset({"value", "number", "last_value"})
_EXACT = 2**53  # above it a number cell has lost digits


def text_of(value: Any, field: str) -> tuple[str, str]:
    """The text of a cell of that field, and why it must be looked at ("" where it need not).

    A number in a money column is written with two decimals at least, a code without an exponent.
    """
    if isinstance(value, str):
        return value.strip(), ""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return ("是" if value else "否"), ""
    if isinstance(value, int | float):
        return _number(value, field)
    if isinstance(value, datetime):
        return _date(value), "这一格是日期"
    if isinstance(value, date):
        return _date(value), "这一格是日期"
    if isinstance(value, time):
        return value.isoformat(), "这一格是时间"
    return str(value), "这一格的类型认不出来"


def _number(value: float, field: str) -> tuple[str, str]:
    number = Decimal(repr(value))
    plain = f"{number:f}"
    if number == number.to_integral_value():
        plain = str(int(number))
    if field in _CODES:
        lost = abs(value) >= _EXACT or number != number.to_integral_value()
        return (
            plain,
            "编码在表格里存成了数字，后面的位数可能已经丢失" if lost else "编码在表格里存成了数字，前面的0可能已经丢失",
        )
    if field in _MONEY:
        whole, _, decimals = plain.partition(".")
        return f"{whole}.{decimals.ljust(2, '0')}", ""
    if field in _VALUES and 0 < number < 1:
        return plain, f"可能是 {amounts.format_percent(int(number * 10_000))}"  # 90% shown, 0.9 kept
    if field.startswith("plan.") and 0 < number <= 1:
        return plain, f"可能是 {amounts.format_percent(int(number * 10_000))}"
    return plain, ""


def _date(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"
