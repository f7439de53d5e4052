"""The bill of materials: complete, with hashes, and with licences that we may pass on."""

from __future__ import annotations

import re

import pytest
from tools.sbom import LOCK, Part, bill, front_end_parts, python_parts, unfit

pytestmark = pytest.mark.one_engine("reads files, asks no database")

LOCKED = """
asgiref==3.13.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
waitress==3.0.2 ; sys_platform == 'win32' \\
    --hash=sha256:{a}
""".format(a="a" * 64, b="b" * 64)


def test_every_locked_package_is_in_it():
    lock = LOCK.read_text(encoding="utf-8")
    parts = python_parts(lock)
    assert {part.name for part in parts} == set(
        re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE)
    )
    assert {"django", "cryptography", "psycopg"} <= {part.name for part in parts}


def test_nothing_in_it_lacks_a_licence_or_has_one_we_may_not_pass_on():
    assert unfit([*python_parts(LOCK.read_text(encoding="utf-8")), *front_end_parts()]) == []


def test_the_drawing_tool_is_in_it_with_everything_that_it_holds():
    parts = {part.name: part for part in front_end_parts()}
    assert parts["bpmn-js"].licence == "LicenseRef-bpmn.io"
    assert {"diagram-js", "bpmn-moddle", "preact", "@bpmn-io/diagram-js-ui"} <= set(parts)


def test_names_versions_and_hashes_come_from_the_lock_file():
    first, second = python_parts(LOCKED)
    assert (first.name, first.version, first.purl) == (
        "asgiref",
        "3.13.0",
        "pkg:pypi/asgiref@3.13.0",
    )
    assert first.hashes == (("SHA-256", "a" * 64), ("SHA-256", "b" * 64))
    assert (second.name, second.licence) == ("waitress", "ZPL-2.1")


@pytest.mark.parametrize(
    ("licence", "hashes", "said"),
    [
        ("", (("SHA-256", "a"),), "x: no licence is known"),
        (
            "AGPL-3.0-only",
            (("SHA-256", "a"),),
            "x: AGPL-3.0-only may not be passed on with this product",
        ),
        (
            "GNU Affero General Public License v3",
            (("SHA-256", "a"),),
            "x: GNU Affero General Public License v3 may not be passed on with this product",
        ),
        ("MIT", (), "x: no hash"),
    ],
)
def test_what_will_not_do_is_named(licence, hashes, said):
    assert unfit([Part("x", "1", "pkg:pypi/x@1", hashes, licence)]) == [said]


def test_the_bill_is_cyclonedx_and_the_same_every_time():
    parts = [*python_parts(LOCKED), *front_end_parts()]
    made = bill(parts)
    assert made == bill(list(reversed(parts)))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert made["metadata"]["component"]["licenses"] == [{"license": {"id": "EUPL-1.2"}}]
    refs = [component["bom-ref"] for component in made["components"]]
    assert refs == sorted(set(refs))
    assert made["dependencies"][0]["dependsOn"] == refs
    assert "pkg:npm/htmx.org@4.0.1" in refs
