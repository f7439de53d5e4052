"""Addresses from patterns are those that Django gives."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from draagvlak.core.addresses import address
from draagvlak.core.policy import ROUTES

WORDS = {"workspace": "voorbeeldstad", "programme": "vergaderen-zonder-papier"}


def taken(route):
    """The names that a route takes, with a value each."""
    found = get_resolver()
    kinds = {}
    for part in route.split(":")[:-1]:
        _prefix, found = found.namespace_dict[part]
        kinds |= found.pattern.converters
    name = route.rpartition(":")[2]
    _possible, _pattern, _defaults, converters = found.reverse_dict.getlist(name)[0]
    return {
        key: uuid4()
        if type(converter).__name__ == "UUIDConverter"
        else 7
        if type(converter).__name__ == "IntConverter"
        else WORDS.get(key, "een-woord")
        for key, converter in (kinds | converters).items()
    }


@pytest.mark.parametrize("route", sorted(name for name, _route in ROUTES.items() if ":" in name))
def test_every_route_has_the_address_that_django_gives(route):
    kwargs = taken(route)
    try:
        expected = reverse(route, kwargs=kwargs)
    except NoReverseMatch:
        with pytest.raises(NoReverseMatch):
            address(route, kwargs)
        return
    assert address(route, kwargs) == expected
    others = {key: uuid4() if isinstance(value, UUID) else value for key, value in kwargs.items()}
    assert address(route, others) == reverse(route, kwargs=others)


@pytest.mark.parametrize(
    "kwargs",
    [
        {},
        {"workspace": "a/b", "programme": "c"},
        {"workspace": "a", "programme": "c", "concern_id": "geen sleutel"},
        {"workspace": "a", "programme": "c", "concern_id": 7},
    ],
)
def test_what_a_route_does_not_take_is_refused(kwargs):
    with pytest.raises(NoReverseMatch):
        address("concerns:concern_detail", kwargs)


def test_a_key_written_out_is_as_good():
    key = uuid4()
    written = {"workspace": "a", "programme": "b", "concern_id": str(key)}
    assert address("concerns:concern_detail", written) == address(
        "concerns:concern_detail", {**written, "concern_id": key}
    )
