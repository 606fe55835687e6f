"""The checks: plain functions that look at records and say what is wrong, where, why, and how to set it right."""

from desktop_app.checks.across import ACROSS_RULES, check_across, digest
from desktop_app.checks.answering import open_of, standing, text_at
from desktop_app.checks.book import GROUPS, check_book_parts
from desktop_app.checks.checker import BookChecker, Looked, check_book, look_at
from desktop_app.checks.context import Context, Forms, RuleTexts
from desktop_app.checks.groups import Digest
from desktop_app.checks.marking import marking
from desktop_app.checks.projects import PLAN_RULES, PROJECT_RULES, ROW_RULES, check_project

__all__ = [
    "ACROSS_RULES",
    "GROUPS",
    "PLAN_RULES",
    "PROJECT_RULES",
    "ROW_RULES",
    "BookChecker",
    "Context",
    "Digest",
    "Forms",
    "Looked",
    "RuleTexts",
    "check_across",
    "check_book",
    "check_book_parts",
    "check_project",
    "digest",
    "look_at",
    "marking",
    "open_of",
    "standing",
    "text_at",
]
