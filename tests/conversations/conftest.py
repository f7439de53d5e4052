"""Every test of conversations reads Dutch, whatever language a test before it asked for."""

from __future__ import annotations

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_dutch():
    with translation.override("nl"):
        yield
