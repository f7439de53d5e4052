"""What docs/en/security/asvs.md claims about how it is built: read from the sources themselves.

The numbers in the names of classes are chapters of OWASP ASVS 5.0.
"""

from __future__ import annotations

import ast
import functools
import json
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from draagvlak.accounts.models import User
from draagvlak.core import crypto
from draagvlak.core.web import to
from tests.factories.places import make_member, sign_in

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "draagvlak"
DEPLOY = ROOT / "deploy"
MODULES = [path for path in SRC.rglob("*.py") if "migrations" not in path.parts]
SCRIPTS = sorted((ROOT / "frontend" / "js").rglob("*.js"))
one_engine = pytest.mark.one_engine("asks no database")
# patterns put together from words of our own, each read by somebody
OWN_PATTERNS = {
    "lib/traceable.py": 1,  # the months
    "lib/personal.py": 1,  # titles before a name
    "lib/table_file/workbook.py": 1,  # one of two constants, by a row number that was counted
    "accounts/sessions.py": 1,  # names of browsers, a table of constants
    "core/addresses.py": 1,  # names of places in an address, escaped
}


@functools.cache
def source(path):
    return path.read_text(encoding="utf-8")


def assigned(name):
    """The value that the settings give a name, whatever a test run makes of it."""
    for node in ast.walk(ast.parse(source(SRC / "config" / "settings.py"))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            words = ast.unparse(node.value)
            return eval(words, {"__builtins__": {}})  # noqa: S307 figures of our own settings
    raise AssertionError(name)


@one_engine
class TestEncoding1:
    def test_no_pattern_is_made_of_what_comes_in(self):
        found = {}
        for path in (each for each in MODULES if "\nimport re\n" in source(each)):
            calls = (n for n in ast.walk(ast.parse(source(path))) if isinstance(n, ast.Call))
            made = [
                call
                for call in calls
                if isinstance(call.func, ast.Attribute)
                and ast.unparse(call.func.value) == "re"
                and call.func.attr != "escape"
                and call.args
                and not isinstance(call.args[0], ast.Constant)
            ]
            if made:
                found[path.relative_to(SRC).as_posix()] = len(made)
        assert found == OWN_PATTERNS

    def test_nor_does_the_database_get_one(self):
        assert [path for path in MODULES if re.search(r"__i?regex\b", source(path))] == []


@one_engine
class TestBrowser3:
    def test_pages_speak_with_each_other_by_a_channel_of_this_origin_only(self):
        for path in SCRIPTS:
            text = source(path)
            receivers = set(re.findall(r"([\w.?]+)\.postMessage\(", text))
            assert receivers <= {"this.tabs", "this.tabs?"}, path
            assert not receivers or "this.tabs = new BroadcastChannel(" in text, path
            assert not re.search(r"window\.onmessage|\bopener\b", text), path

    def test_scripts_are_built_for_browsers_of_today_and_nothing_older_is_embedded(self):
        built = source(ROOT / "frontend" / "build.mjs")
        (targets,) = re.findall(r"const target = (\[.*\]);", built)
        assert json.loads(targets) == ["chrome123", "firefox128", "safari17.5"]
        for path in SRC.rglob("templates/**/*.html"):
            assert not re.search(r"<(applet|embed|object)\b", source(path)), path


class TestSigningIn6:
    @one_engine
    def test_a_password_has_no_day_on_which_it_ends_and_nobody_is_asked_a_secret_question(self):
        names = " ".join(field.name for field in User._meta.get_fields())
        for word in ("expire", "until", "question", "hint", "password_changed"):
            assert word not in names


class TestSessions7:
    @pytest.mark.django_db
    def test_one_signs_out_from_every_page(self):
        actor = make_member()
        page = sign_in(Client(), actor).get(to(actor, "desk:today")).content.decode()
        assert '<form method="post" action="/accounts/logout/">' in page
        frame = source(SRC / "core" / "templates" / "base.html")
        assert "account_logout" in frame


@one_engine
class TestProvider10:
    def test_an_access_token_is_shown_once_and_kept_nowhere(self):
        said = {
            path.relative_to(SRC).as_posix(): source(path).count("access_token")
            for path in MODULES
            if "access_token" in source(path)
        }
        assert said == {"accounts/views/provider.py": 1}
        fields = [
            f"{model.__name__}.{field.name}"
            for model in apps.get_app_config("accounts").get_models()
            for field in model._meta.get_fields()
            if "token" in field.name
        ]
        assert fields == []


@one_engine
class TestCryptography11:
    def test_keys_nonces_and_salts_are_long_enough_and_never_the_same(self):
        assert crypto.KEY_BYTES * 8 == 256
        assert crypto.SALT_BYTES * 8 == 128
        assert len({crypto.new_key() for _ in range(50)}) == 50
        assert {len(crypto.new_key()), len(crypto.new_pair().private)} == {32}
        key = crypto.new_key()
        sealed = {crypto.encrypt(key, b"woorden", b"plek") for _ in range(50)}
        assert len(sealed) == 50
        assert {len(each) for each in sealed} == {1 + 12 + len(b"woorden") + 16}

    def test_only_known_primitives_are_used(self):
        asked = re.compile(r"^from cryptography\.hazmat\.\S+ import ([\w, ]+)$", re.MULTILINE)
        found = {name for path in MODULES for words in asked.findall(source(path))
                 for name in words.split(", ")}  # fmt: skip
        assert found == {
            "AESGCM", "Argon2id", "HKDF", "X25519PrivateKey", "X25519PublicKey", "hashes", "hpke",
            "rsa", "serialization",
        }  # fmt: skip

    def test_a_passphrase_is_stretched_by_argon2id_with_64_megabytes_and_three_passes(self):
        assert assigned("ARGON2") == {"iterations": 3, "lanes": 1, "memory_kib": 65536}
        text = source(SRC / "core" / "crypto.py")
        assert "hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)" in text


@one_engine
class TestCommunication12:
    def test_the_proxy_offers_tls_1_2_and_1_3_with_forward_secrecy_and_authenticated_ciphers(self):
        text = source(DEPLOY / "nginx.conf")
        assert re.findall(r"ssl_protocols (.*);", text) == ["TLSv1.2 TLSv1.3"]
        (ciphers,) = re.findall(r"ssl_ciphers (.*);", text)
        for cipher in ciphers.split(":"):
            assert re.fullmatch(r"ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM|CHACHA20)-\S+", cipher)
        assert not re.search(r"\btls\b|protocols|ciphers", source(DEPLOY / "Caddyfile"))

    def test_who_comes_without_tls_is_sent_to_the_address_with_it_and_reads_nothing(self):
        first = source(DEPLOY / "nginx.conf").split("server {")[1]
        assert "listen 80;" in first
        assert "return 301 https://" in first
        assert "proxy_pass" not in first


@one_engine
class TestConfiguration13:
    def test_the_web_server_reaches_no_other_machine_and_has_no_rights_beside(self):
        unit = source(DEPLOY / "draagvlak-web.service").splitlines()
        for line in (
            "User=draagvlak", "NoNewPrivileges=true", "CapabilityBoundingSet=",
            "ProtectSystem=strict", "IPAddressDeny=any", "IPAddressAllow=localhost",
            "UMask=0077",
        ):  # fmt: skip
            assert line in unit


@one_engine
class TestCoding15:
    def test_types_are_strict_and_any_is_not_written(self):
        with (ROOT / "pyproject.toml").open("rb") as file:
            told = tomllib.load(file)["tool"]["mypy"]
        assert told["strict"] is True
        assert told["disallow_any_explicit"] is True

    def test_one_proxy_is_believed_about_the_visitor(self):
        text = source(SRC / "config" / "settings.py")
        assert "ALLAUTH_TRUSTED_PROXY_COUNT = 1\n" in text
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in source(DEPLOY / "nginx.conf")


@one_engine
class TestLogging16:
    def test_a_log_goes_to_one_stream_and_to_the_host_that_the_operator_named(self):
        assert set(settings.LOGGING["handlers"]) == {"console", "elsewhere"}
        assert settings.LOGGING["root"]["handlers"] == ["console"]
        for name, logger in settings.LOGGING["loggers"].items():
            assert "handlers" not in logger, name
