"""What docs/en/security/asvs.md claims and no other test shows; and that its claims lead somewhere.

The numbers in the names of classes are chapters of OWASP ASVS 5.0.
"""

from __future__ import annotations

import ast
import datetime as dt
import functools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage
from django.test import Client
from django.utils import timezone

from draagvlak.accounts.models import OpenSession, User
from draagvlak.core import outbox
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.lib.openid import Unbelievable, read_discovery
from draagvlak.programmes.commands import invite_member
from tests.factories.places import make_member, make_programme, sign_in

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "draagvlak"
REVIEW = ROOT / "docs" / "en" / "security" / "asvs.md"
MODULES = [path for path in SRC.rglob("*.py") if "migrations" not in path.parts]
SCRIPTS = sorted((ROOT / "frontend" / "js").glob("*.js"))
NO_DATABASE = pytest.mark.one_engine("asks no database")
STATES = ("met", "not applicable", "open")
# how many requirements of level 1 and 2 each section of ASVS 5.0.0 has
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4,
    "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2,
    "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1,
    "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip


def rows():
    """The lines of the review: number, what is asked, state, where."""
    for line in REVIEW.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| \d+\.\d+\.\d+ \|", line):
            yield [cell.strip() for cell in line.strip("|").split("|")]


@functools.cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def called(path):
    """Each call in a module, with the name of what it calls."""
    nodes = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
    return [(node, ast.unparse(node.func)) for node in nodes]


@functools.cache
def imported(path):
    names = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def acts_on_get(path):
    """The views in a module that call a command without asking for POST first."""
    tree = parsed(path)
    commands = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".commands")
        for alias in node.names
        if alias.name[0].islower()
    }
    found = []
    for view in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        names = {ast.unparse(n.func) for n in ast.walk(view) if isinstance(n, ast.Call)}
        is_view = bool(view.args.args) and view.args.args[0].arg == "request"
        if not names & commands or not is_view or view.name.startswith("_"):
            continue
        guards = " ".join(ast.unparse(each) for each in view.decorator_list)
        whole = ast.unparse(view)
        asks = "require_POST" in guards or any(
            words in whole for words in ("request.method", "is_bound", "request.POST or None")
        )
        if not asks:
            found.append(view.name)
    return found


def in_any(found):
    """What a search found, by module; {} when it found nothing anywhere."""
    return {name_of(path): each for path in MODULES if (each := found(path))}


def name_of(path):
    return str(path.relative_to(SRC))


@NO_DATABASE
class TestTheReview:
    def test_every_requirement_of_level_1_and_2_stands_in_it_once(self):
        numbers = [row[0] for row in rows()]
        found = {}
        for number in numbers:
            section = number.rpartition(".")[0]
            found[section] = found.get(section, 0) + 1
        assert len(numbers) == len(set(numbers)) == 253
        assert found == SECTIONS

    def test_every_line_is_met_not_applicable_or_open_and_says_why(self):
        for number, asked, state, where in rows():
            assert state in STATES, number
            assert asked, number
            assert where, number
            if state == "met":
                assert re.search(r"`[^`]+[./][^`]+`", where), f"{number} names no test or file"

    def test_every_test_and_file_that_it_names_exists(self):
        for number, _asked, _state, where in rows():
            for named in re.findall(r"`((?:tests|src|docs|tools|frontend|deploy)/[^`]+)`", where):
                path, *parts = named.split("::")
                assert (ROOT / path).exists(), f"{number}: {named}"
                text = (ROOT / path).read_text(encoding="utf-8") if parts else ""
                for part in parts:
                    assert re.search(rf"\b(def|class) {part}\b", text), f"{number}: {named}"

    def test_its_summary_counts_right(self):
        text = REVIEW.read_text(encoding="utf-8")
        found = [state for _number, _asked, state, _where in rows()]
        for state in STATES:
            assert f"| {state} | {found.count(state)} |" in text


class TestInjection1:
    @NO_DATABASE
    def test_nothing_runs_words_as_code_or_wakes_objects_from_bytes(self):
        running = {"eval", "exec", "os.system", "os.popen"}
        assert in_any(lambda path: {name for _node, name in called(path)} & running) == {}
        unsafe = {"pickle", "marshal", "shelve", "dill", "yaml", "ldap", "ldap3", "telnetlib"}
        waking = in_any(lambda path: {name.partition(".")[0] for name in imported(path)} & unsafe)
        assert waking == {}

    @NO_DATABASE
    def test_no_program_is_started_through_a_shell(self):
        def shells(path):
            words = [word for node, _name in called(path) for word in node.keywords]
            return [
                word.value.lineno
                for word in words
                if word.arg == "shell" and ast.unparse(word.value) != "False"
            ]

        assert in_any(shells) == {}

    @NO_DATABASE
    def test_queries_are_made_by_the_framework(self):
        by_hand = {"RawSQL", "extra", "raw"}
        found = in_any(lambda path: {n.rpartition(".")[2] for _node, n in called(path)} & by_hand)
        assert found == {}

    @NO_DATABASE
    def test_markup_is_made_safe_by_hand_in_known_places_only(self):
        found = in_any(lambda path: [n for _node, n in called(path) if n == "mark_safe"])
        assert set(found) == {
            "concerns/templatetags/concern_lines.py",
            "conversations/templatetags/conversation_lines.py",
            "core/templatetags/fields.py",
            "measures/templatetags/measure_lines.py",
            "organisations/templatetags/person_lines.py",
            "processes/views/pictures.py",
            "programmes/templatetags/written.py",
            "stakeholders/templatetags/map_lines.py",
        }
        unescaped = [
            path
            for path in SRC.rglob("*.html")
            if re.search(r"\|\s*safe\b|autoescape off", path.read_text(encoding="utf-8"))
        ]
        assert unescaped == []

    @NO_DATABASE
    def test_xml_is_read_by_the_guarded_parser_only(self):
        plain = {"xml.sax", "xml.dom", "lxml", "xml.dom.minidom"}
        readers = ("lib/bpmn/tree.py", "lib/event_log/xes.py")
        found = in_any(lambda path: set(imported(path)) & plain)
        assert found == {reader: {"xml.sax"} for reader in readers}
        for reader in readers:  # what they take from there is a name; they read guarded
            names = [name for _node, name in called(SRC / reader)]
            assert {"make_parser", "parseString", "parse_string"}.isdisjoint(names)
            assert "DefusedExpatParser" in names

    @pytest.mark.django_db
    def test_a_line_break_in_a_name_adds_no_header_to_a_mail(self):
        guide = make_member(make_programme())
        try:
            invite_member(
                by=guide,
                name="Fatima\r\nBcc: x@elders.example",
                email="fatima@elders.example",
                role=Role.EMPLOYEE,
            )
            outbox.deliver_all()
        except (BadHeaderError, ValueError):
            pass
        for message in mail.outbox:
            assert message.message()["Bcc"] is None
            assert message.recipients() == ["fatima@elders.example"]
        with pytest.raises(BadHeaderError):
            EmailMessage("a\nBcc: b", "x", to=["c@d.example"]).message()


class TestBrowser3:
    def policy(self, answer):
        parts = answer["Content-Security-Policy"].split(";")
        return {part.split()[0]: part.split()[1:] for part in parts}

    def assert_guarded(self, answer):
        if answer.streaming:
            b"".join(answer.streaming_content)
        policy = self.policy(answer)
        assert policy["default-src"] == ["'none'"]
        assert policy["script-src"] == ["'self'"]
        assert policy["style-src"] == ["'self'"]
        assert policy["require-trusted-types-for"] == ["'script'"]
        assert policy["trusted-types"] == ["draagvlak"]
        for name in ("object-src", "base-uri", "frame-ancestors"):
            assert policy[name] == ["'none'"], name
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in answer

    @pytest.mark.django_db
    def test_every_answer_carries_the_guards(self, settings):
        settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
        client = Client(raise_request_exception=False)
        guide = make_member(make_programme())
        sign_in(client, guide)
        for path, status in {
            "/health/": 200,
            "/health/ready/": 200,
            "/accounts/login/": 302,
            "/nergens/": 404,
            "/static/core/dist/app.css": 200,
            "/static/core/dist/app.js": 200,
            to(guide, "desk:today"): 200,
            to(guide, "organisations:import_example", kind="csv"): 200,
        }.items():
            answer = client.get(path)
            assert answer.status_code == status, path
            self.assert_guarded(answer)
        answer = Client().get("/", headers={"host": "elders.example"})
        assert answer.status_code == 400
        self.assert_guarded(answer)

    @pytest.mark.django_db
    def test_what_has_text_says_in_what_letters(self, settings):
        settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
        client = Client()
        for path in ("/health/", "/accounts/login/", "/nergens/", "/static/core/dist/app.css"):
            answer = client.get(path)
            answer.close()
            kind = answer["Content-Type"]
            assert kind.startswith("text/"), path
            assert kind.endswith("charset=utf-8") or 'charset="utf-8"' in kind, path

    @NO_DATABASE
    def test_over_https_cookies_and_transport_are_closed(self, tmp_path):
        script = (
            "import django, json; django.setup()\n"
            "from django.conf import settings as s; from django.test import Client\n"
            "here = {'secure': True, 'headers': {'host': 'draagvlak.example'}}\n"
            "c = Client(); r = c.get('/health/', **here)\n"
            "c.post('/theme/', {'theme': 'dark'}, **here)\n"
            "print(json.dumps({'hsts': r['Strict-Transport-Security'],\n"
            " 'names': [s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME,\n"
            "  s.THEME_COOKIE_NAME],\n"
            " 'theme': next(str(m) for m in [c.cookies[s.THEME_COOKIE_NAME]]),\n"
            " 'secure': [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,\n"
            "  s.LANGUAGE_COOKIE_SECURE],\n"
            " 'site': [s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE],\n"
            " 'http': [s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY],\n"
            " 'debug': s.DEBUG, 'proxy': s.SECURE_PROXY_SSL_HEADER,\n"
            " 'hasher': s.PASSWORD_HASHERS[0]}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT / "src"),
                "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
                "DRAAGVLAK_DATA": str(tmp_path),
                "DRAAGVLAK_KEY": "k" * 43,
                "DRAAGVLAK_ADDRESS": "https://draagvlak.example",
            },
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        )
        told = json.loads(done.stdout)
        theme = told.pop("theme")
        assert theme.startswith("Set-Cookie: __Host-theme=dark;")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(theme.split("; "))
        assert "Domain" not in theme
        assert told == {
            "hsts": "max-age=31536000; includeSubDomains",
            "names": ["__Host-session", "__Host-csrf", "__Host-language", "__Host-theme"],
            "secure": [True, True, True],
            "site": ["Lax", "Lax"],
            "http": [True, True],
            "debug": False,
            "proxy": ["HTTP_X_FORWARDED_PROTO", "https"],
            "hasher": "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        }

    @pytest.mark.django_db
    def test_light_or_dark_is_remembered_by_the_server_and_goes_on_within(self, client):
        answer = client.post("/theme/", {"theme": "dark", "next": "/accounts/login/?next=/"})
        assert (answer.status_code, answer["Location"]) == (303, "/accounts/login/?next=/")
        assert 'data-theme="dark"' in client.get("/accounts/login/").content.decode()
        away = client.post("/theme/", {"theme": "light", "next": "https://elders.example/"})
        assert away["Location"] == "/"
        assert client.post("/theme/", {"theme": "<b>"}).status_code == 404
        assert client.get("/theme/").status_code == 405
        scripts = " ".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
        assert "document.cookie" not in scripts

    @pytest.mark.django_db
    def test_a_message_for_the_next_page_stands_in_no_cookie(self, client):
        guide = make_member(make_programme())
        sign_in(client, guide)
        client.post("/accounts/profile/", {"name": "Zandhoos", "language": "nl"})
        assert set(client.cookies) <= {"session", "csrf", "django_language", "theme", "vault"}
        assert not any("Zandhoos" in str(cookie) for cookie in client.cookies.values())

    @pytest.mark.django_db
    def test_a_form_from_elsewhere_is_refused(self):
        guide = make_member(make_programme())
        client = Client(enforce_csrf_checks=True)
        sign_in(client, guide)
        for path in (to(guide, "concerns:concern_add"), "/accounts/profile/", "/language/"):
            assert client.post(path, {"title": "x"}).status_code == 403, path
        assert Client(enforce_csrf_checks=True).post("/accounts/login/").status_code == 403

    @NO_DATABASE
    def test_a_view_that_acts_takes_no_get_for_it(self):
        """A view calls a command only after asking for POST, by decorator or in an if."""
        views = [path for path in MODULES if "views" in (path.stem, path.parent.name)]
        assert len(views) > 5
        assert {name_of(path): each for path in views if (each := acts_on_get(path))} == {}

    @pytest.mark.django_db
    def test_going_on_after_signing_in_or_choosing_a_language_stays_here(self, client):
        guide = make_member(make_programme())
        user = User.objects.get(pk=guide.user_id)
        user.set_password("een lange zin van woorden")
        user.save()
        for away in ("https://elders.example/", "//elders.example/", "javascript:alert(1)"):
            visitor = Client()
            answer = visitor.post("/language/", {"language": "en", "next": away})
            assert answer["Location"] == "/", away
            answer = visitor.post(
                f"/accounts/login/?next={away}",
                {"login": user.email, "password": "een lange zin van woorden", "next": away},
            )
            assert "elders" not in answer.get("Location", "/"), away
            assert not answer.get("Location", "/").startswith("javascript"), away

    @NO_DATABASE
    def test_scripts_write_text_and_not_markup(self):
        words = r"\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
        found = {path.name: re.findall(words, path.read_text(encoding="utf-8")) for path in SCRIPTS}
        assert {name: each for name, each in found.items() if each} == {}

    @NO_DATABASE
    def test_browser_storage_keeps_marks_and_the_places_of_this_tab_only(self):
        stored = [
            line.strip()
            for path in SCRIPTS
            for line in path.read_text(encoding="utf-8").splitlines()
            if re.search(r"(local|session)Storage\.setItem", line)
        ]
        assert len(stored) == 2, stored
        assert [line for line in stored if "localStorage" in line and "mark(sent)" in line]
        assert [line for line in stored if "sessionStorage" in line and "letters(sealed)" in line]
        palette = (ROOT / "frontend/js/search-palette.js").read_text(encoding="utf-8")
        assert "sessionStorage.removeItem(kept)" in palette


class TestSigningIn6:
    @NO_DATABASE
    def test_passwords_may_be_long_and_of_any_letters_and_are_kept_as_typed(self):
        for password in (
            "allemaalkleineletters",
            "éèêëïî ñ 漢字 emoji 🌱 zin",
            " ".join(f"woord {number}" for number in range(20)),
            " met spaties aan beide kanten ",
        ):
            validate_password(password)
            user = User(email="x@y.example", name="x")
            user.set_password(password)
            assert user.check_password(password)
            assert not user.check_password(password.strip() + "!")
            assert not user.check_password(password[:-1])
            assert not user.check_password(password.swapcase())

    @NO_DATABASE
    @pytest.mark.parametrize("password", ["kortwachtw", "passwordpassword", "123456789012"])
    def test_a_short_or_common_one_is_refused(self, password):
        with pytest.raises(ValidationError):
            validate_password(password)

    @pytest.mark.django_db
    def test_a_password_can_be_pasted_and_is_hidden_while_typed(self, client):
        page = client.get("/accounts/login/").content.decode()
        assert re.search(r'<input[^>]*type="password"[^>]*autocomplete="current-password"', page)
        listening = [path.name for path in SCRIPTS if '"paste"' in path.read_text(encoding="utf-8")]
        assert listening == ["grid.js"]  # a form of its own, where one pastes cells
        assert "onpaste" not in page

    @pytest.mark.django_db
    def test_there_is_no_account_that_nobody_made(self):
        assert not User.objects.exists()

    @pytest.mark.django_db
    def test_a_closed_account_is_out_at_once(self, client):
        guide = make_member(make_programme())
        sign_in(client, guide)
        here = to(guide, "desk:today")
        assert client.get(here).status_code == 200
        User.objects.filter(pk=guide.user_id).update(is_active=False)
        assert client.get(here).status_code == 302

    @pytest.mark.django_db
    def test_signing_in_gives_a_new_session(self, client):
        user = User.objects.create_user("x@y.example", "X", "een lange zin van woorden")
        client.post("/language/", {"language": "nl"})
        session = client.session
        session["x"] = "y"
        session.save()
        client.cookies["session"] = before = session.session_key
        client.post(
            "/accounts/login/", {"login": user.email, "password": "een lange zin van woorden"}
        )
        after = client.cookies["session"].value
        assert after != before
        assert len(after) >= 26  # of 36 letters each: more than 128 bits

    @pytest.mark.django_db
    def test_a_session_ends_a_day_after_it_began_however_much_it_is_used(self, client):
        guide = make_member(make_programme())
        sign_in(client, guide)
        here = to(guide, "desk:today")
        began = timezone.now() - dt.timedelta(hours=23)
        OpenSession.objects.update(begun_at=began, expire_date=timezone.now() + dt.timedelta(1))
        assert client.get(here).status_code == 200
        OpenSession.objects.update(begun_at=began - dt.timedelta(hours=2))
        assert client.get(here).status_code == 302

    @pytest.mark.django_db
    def test_a_session_ends_twelve_hours_after_it_was_last_written(self, client, settings):
        assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
        guide = make_member(make_programme())
        sign_in(client, guide)
        here = to(guide, "desk:today")
        assert client.get(here).status_code == 200
        left = OpenSession.objects.get().expire_date - timezone.now()
        assert dt.timedelta(hours=11, minutes=59) < left <= dt.timedelta(hours=12)
        OpenSession.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
        assert client.get(here).status_code == 302

    @pytest.mark.django_db
    def test_codes_by_mail_are_long_enough_short_lived_and_counted(self):
        from allauth.account import app_settings  # noqa: PLC0415
        from allauth.account.adapter import get_adapter  # noqa: PLC0415

        codes = {get_adapter().generate_login_code().replace("-", "") for _ in range(50)}
        assert len(codes) == 50
        assert min(map(len, codes)) >= 6
        assert app_settings.LOGIN_BY_CODE_TIMEOUT <= 600
        assert app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS == 3


class TestProvider10:
    @NO_DATABASE
    def test_a_description_of_another_issuer_is_not_believed(self):
        found = {
            "issuer": "https://login.elders.example",
            "authorization_endpoint": "https://login.elders.example/a",
            "token_endpoint": "https://login.elders.example/t",
            "jwks_uri": "https://login.elders.example/k",
        }
        assert read_discovery("https://login.elders.example", found)
        with pytest.raises(Unbelievable):
            read_discovery("https://login.voorbeeld.example", found)


class TestCryptography11:
    @NO_DATABASE
    def test_no_weak_hash_cipher_or_chance(self):
        weak = {"hashlib.md5", "hashlib.sha1", "hashes.MD5", "hashes.SHA1"}
        cipher = re.compile(r"\b(ECB|CBC|TripleDES|ARC4|PKCS1v15)\b")
        found = in_any(
            lambda path: [n for _node, n in called(path) if n in weak or cipher.search(n)]
        )
        assert found == {}
        by_chance = in_any(lambda path: "random" in imported(path))
        assert set(by_chance) == {
            "core/outbox.py",  # a pause between tries
            "kits/commands/event_logs.py",  # the hours of the invented log of the demo
            "kits/commands/talks.py",  # the order of the invented talks of the demo
            "conversations/commands/releasing.py",  # SystemRandom, the strong one
        }


class TestConnections13:
    @NO_DATABASE
    def test_only_known_modules_speak_to_other_machines(self):
        """The start fetches its own first page; one module asks a provider, and judges first.

        A third talks with the store of files that the operator named, and with nothing else.
        """
        reaching = {
            "requests",
            "httpx",
            "aiohttp",
            "urllib3",
            "urllib.request",
            "http.client",
            "ftplib",
        }
        found = in_any(lambda path: set(imported(path)) & reaching)
        assert set(found) <= {"config/server.py", "core/fetching.py", "lib/s3.py"}

    @pytest.mark.django_db
    def test_a_folder_of_static_files_is_not_listed(self, settings):
        settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
        client = Client()
        for path in ("/static/", "/static/core/", "/static/core/dist/", "/.git/config"):
            assert client.get(path).status_code == 404, path
        assert client.get("/static/../config/settings.py").status_code == 404
        assert client.get("/static/%2e%2e/config/settings.py").status_code == 404

    @pytest.mark.django_db
    def test_a_trace_is_not_answered_with_what_was_asked(self):
        client = Client()
        for path in ("/", "/accounts/login/", "/health/"):
            answer = client.generic("TRACE", path, headers={"x-secret": "Zandhoos"})
            assert answer.status_code == 405, path
            assert b"Zandhoos" not in answer.content

    @pytest.mark.django_db
    def test_pages_for_builders_are_shut(self, client):
        for path in ("/gallery/", "/admin/", "/__debug__/", "/demo/mail/"):
            assert client.get(path).status_code == 404, path


class TestDefence15:
    @pytest.mark.django_db
    def test_a_value_that_comes_twice_or_in_the_wrong_place_does_not_count(self, client):
        programme = make_programme()
        guide = make_member(programme)
        sign_in(client, guide)
        address = to(guide, "programmes:member_invite")
        sent = {"name": "Fatima", "email": "fatima@elders.example"}
        answer = client.post(f"{address}?role=employee", sent)
        assert answer.status_code == 422

    @NO_DATABASE
    def test_scripts_build_no_objects_from_names_out_of_the_page(self):
        for path in SCRIPTS:
            assert "__proto__" not in path.read_text(encoding="utf-8")
            assert "Object.assign(Object.prototype" not in path.read_text(encoding="utf-8")
