"""The checks: plain functions that look at records and say what is wrong, where, why, and how to set it right."""

from desktop_app.checks.across import ACROSS_RULES, Digest, check_across, digest
from desktop_app.checks.book import BOOK_RULES, check_book_parts
from desktop_app.checks.checker import BookChecker, check_book
from desktop_app.checks.context import Context, RuleTexts
from desktop_app.checks.marking import marking
from desktop_app.checks.projects import PLAN_RULES, PROJECT_RULES, ROW_RULES, check_project

__all__ = [
    "ACROSS_RULES",
    "BOOK_RULES",
    "PLAN_RULES",
    "PROJECT_RULES",
    "ROW_RULES",
    "BookChecker",
    "Context",
    "Digest",
    "RuleTexts",
    "check_across",
    "check_book",
    "check_book_parts",
    "check_project",
    "digest",
    "marking",
]
