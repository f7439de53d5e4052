"""Every address stands in the policy table, and every template compiles."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver

from draagvlak.core.policy import ROUTES, SIGHT, Data, Door, Role

pytestmark = pytest.mark.one_engine("reads files, asks no database")

SRC = Path(settings.PACKAGE)
TEMPLATES = sorted(
    str(p.relative_to(p.parents[len(p.relative_to(SRC).parts) - 3]))
    for p in SRC.glob("*/templates/**/*.html")
)


def names(resolver: URLResolver, prefix: str = "") -> list[tuple[str, str]]:
    """Every named route with its pattern."""
    found = []
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            namespace = ":".join(resolver_namespace(resolver))
            name = f"{namespace}:{entry.name}" if namespace else str(entry.name)
            found.append((name, pattern))
        else:
            found += names(entry, pattern)
    return found


def resolver_namespace(resolver: URLResolver) -> list[str]:
    return [resolver.namespace] if resolver.namespace else []


ROUTE_NAMES = names(get_resolver())


@pytest.mark.parametrize(("name", "pattern"), ROUTE_NAMES, ids=[n for n, _ in ROUTE_NAMES])
def test_every_route_has_a_row_in_the_policy(name, pattern):
    route = ROUTES.get(name)
    assert route is not None, f"{pattern} is not in the policy table"
    assert ("<slug:workspace>" in pattern) == (route.door in (Door.WORKSPACE, Door.PROGRAMME))
    assert ("<slug:programme>" in pattern) == (route.door is Door.PROGRAMME)
    if route.door in (Door.WORKSPACE, Door.PROGRAMME):
        assert route.shows is not None, "a route inside says what it shows"
        assert route.roles(), "somebody may pass"


def test_the_policy_has_no_row_without_a_route():
    assert {key for key, _ in ROUTES.items()} <= {name for name, _ in ROUTE_NAMES}


def test_the_table_says_something_for_every_class_and_role():
    assert set(SIGHT) == set(Data)
    assert all(set(row) == set(Role) for row in SIGHT.values())


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_compiles(template):
    engines["django"].get_template(template)
