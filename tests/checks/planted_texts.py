"""Faults of texts that were pasted or never written, planted at random places of clean books."""

import random

from desktop_app.domain.model import Book


def pasted_purpose(book: Book, chance: random.Random) -> tuple[str, str]:
    """The purpose of a project is pasted into a later one of another matter."""
    first, second = sorted(chance.sample(range(len(book.projects)), 2))
    text = f"用于{chance.randint(3, 40)}处集中供水点的管道更换和水质化验"
    book.projects[first].purpose = book.projects[second].purpose = text
    return book.projects[second].id, "purpose"


def text_with_gap(book: Book, chance: random.Random) -> None:
    """What a template left stands at the end of a section."""
    section = chance.choice([section for section in book.sections if section.text])
    section.text += chance.choice(["增加XX万元。", "主要原因是×××。", "另有____万元。", "（此处填写职责）", "待补充"])


def paragraph_twice(book: Book, chance: random.Random) -> None:
    """A paragraph of one section stands in another one, too."""
    text = f"本年安排{chance.randint(3, 40)}座泵站的日常维护，更换易损件，保障农户春灌用水需要，提高供水保证率。"
    for section in chance.sample([section for section in book.sections if section.text], 2):
        section.text += f"\n{text}"


def wrong_assets(book: Book, chance: random.Random) -> None:
    """The date of the assets is that of another year, or 办公用房 are more than 房屋."""
    if chance.random() < 0.5:
        book.assets[0].date = f"{chance.choice((2022, 2023, 2025))}-12-31"
    else:
        book.assets[0].rows[2].value = f"{chance.randint(31, 49)}.00"
