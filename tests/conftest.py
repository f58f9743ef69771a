"""The order of the tests: those of modules that need a browser come first, one after another.

Each process begins with its share of the tests in their order, so that one process starts the app and the browser,
and reads the app's programs, for nearly all of them.
"""

import pytest

BROWSERS = ("visit", "page_of", "browser")
"""What a module of tests imports to look at a page."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of modules that look at pages first."""
    items.sort(key=_looks_at_no_page)  # all else as it was


def _looks_at_no_page(item: pytest.Item) -> bool:
    module = getattr(item, "module", None)
    return not any(hasattr(module, name) for name in BROWSERS)
