"""What the tests of the checks share: the rules as shipped, and a short way to ask what one rule finds."""

from collections.abc import Callable

import pytest

from desktop_app import catalog, checks
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Project

Ask = Callable[[Project, str], list[Finding]]


@pytest.fixture(scope="session")
def context() -> checks.Context:
    """The rules as shipped, for 2025 and the default frame."""
    return checks.Context(2025, catalog.frame(""), catalog.rules())


@pytest.fixture(scope="session")
def ask(context: checks.Context) -> Ask:
    """What one rule finds in a project, also as the only one of its department."""

    def found(project: Project, rule: str) -> list[Finding]:
        every = checks.check_project(project, context) + checks.check_across([checks.digest(project)], context)
        return [f for f in every if f.rule == rule]

    return found
