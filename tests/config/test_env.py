"""The settings of an installation: where they come from, and what is refused."""

from __future__ import annotations

import pytest

from draagvlak.config.env import Environment, Misconfigured
from draagvlak.config.installation import commented_configuration
from draagvlak.config.variables import VARIABLES

KEY = "k" * 43


def written(folder, *lines):
    (folder / "draagvlak.conf").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_without_anything_the_defaults_hold(tmp_path):
    env = Environment.load({}, tmp_path)
    assert env.listen() == ("127.0.0.1", 8000)
    assert env.hosts() == ["localhost", "127.0.0.1", "[::1]"]
    assert env.number("DRAAGVLAK_WORKERS") == 2
    assert env.flag("DRAAGVLAK_DEMO") is False


def test_the_environment_wins_over_the_file(tmp_path):
    folder = written(tmp_path, "DRAAGVLAK_WORKERS=3", "DRAAGVLAK_THREADS = 5")
    env = Environment.load({"DRAAGVLAK_WORKERS": "7"}, folder)
    assert (env.number("DRAAGVLAK_WORKERS"), env.number("DRAAGVLAK_THREADS")) == (7, 5)


def test_a_secret_can_stand_in_a_file(tmp_path):
    (tmp_path / "secret").write_text("geheim\n", encoding="utf-8")
    env = Environment.load({"DRAAGVLAK_MAIL_PASSWORD_FILE": str(tmp_path / "secret")}, tmp_path)
    assert env.text("DRAAGVLAK_MAIL_PASSWORD") == "geheim"


def test_a_secret_file_wins_over_the_configuration(tmp_path):
    (tmp_path / "secret").write_text("nieuw", encoding="utf-8")
    folder = written(tmp_path, "DRAAGVLAK_MAIL_PASSWORD=oud")
    env = Environment.load({"DRAAGVLAK_MAIL_PASSWORD_FILE": str(tmp_path / "secret")}, folder)
    assert env.text("DRAAGVLAK_MAIL_PASSWORD") == "nieuw"


def test_the_written_configuration_reads_as_the_defaults(tmp_path):
    folder = written(tmp_path, commented_configuration())
    env = Environment.load({}, folder)
    assert [env.text(variable.name) for variable in VARIABLES] == [
        variable.default for variable in VARIABLES
    ]


def test_every_setting_can_be_switched_on_in_the_written_configuration(tmp_path):
    text = commented_configuration()
    for variable in VARIABLES:
        assert f"\n#{variable.name}={variable.default}\n" in text
        text = text.replace(f"\n#{variable.name}=", f"\n{variable.name}=")
    folder = written(tmp_path, text)
    assert Environment.load({}, folder).address() == "http://localhost:8000"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("DRAAGVLAK_WORKER=3", "Did you mean DRAAGVLAK_WORKERS?"),
        ("DRAAGVLAK_DATA=/elsewhere", "not a setting"),
        ("just words", "write NAME=value"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, said):
    folder = written(tmp_path, "# settings", line)
    with pytest.raises(Misconfigured, match="line 2") as refused:
        Environment.load({}, folder)
    assert said in str(refused.value)


def test_a_value_and_its_file_exclude_each_other(tmp_path):
    both = {"DRAAGVLAK_KEY": KEY, "DRAAGVLAK_KEY_FILE": "/nowhere"}
    with pytest.raises(Misconfigured, match="not both"):
        Environment.load(both, tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "ask"),
    [
        ("DRAAGVLAK_DEMO", "maybe", lambda env: env.flag("DRAAGVLAK_DEMO")),
        ("DRAAGVLAK_WORKERS", "0", lambda env: env.number("DRAAGVLAK_WORKERS")),
        ("DRAAGVLAK_WORKERS", "two", lambda env: env.number("DRAAGVLAK_WORKERS")),
        ("DRAAGVLAK_LANGUAGE", "fr", lambda env: env.choice("DRAAGVLAK_LANGUAGE", "nl", "en")),
        ("DRAAGVLAK_LISTEN", "8000", lambda env: env.listen()),
        ("DRAAGVLAK_LISTEN", "localhost:70000", lambda env: env.listen()),
        ("DRAAGVLAK_ADDRESS", "draagvlak.example.nl", lambda env: env.address()),
        ("DRAAGVLAK_ADDRESS", "https://example.nl/app", lambda env: env.address()),
        ("DRAAGVLAK_KEY", "short", lambda env: env.derived_key("x")),
        ("DRAAGVLAK_KEY_FILE", "/nowhere/key", lambda env: env.derived_key("x")),
        ("DATABASE_URL", "mysql://a@b/c", lambda env: env.database()),
        ("DATABASE_URL", "postgresql://a@b", lambda env: env.database()),
        ("DATABASE_URL", "postgresql://a@b:port/c", lambda env: env.database()),
    ],
)
def test_a_value_that_cannot_be_right_is_refused_by_name(tmp_path, name, value, ask):
    env = Environment.load({name: value}, tmp_path)
    with pytest.raises(Misconfigured, match=name.removesuffix("_FILE")):
        ask(env)


def test_without_a_key_nothing_starts(tmp_path):
    with pytest.raises(Misconfigured, match="There is no key"):
        Environment.load({}, tmp_path).derived_key("sessions")


def test_keys_for_two_purposes_differ_and_stay_the_same(tmp_path):
    env = Environment.load({"DRAAGVLAK_KEY": KEY}, tmp_path)
    assert env.derived_key("one") != env.derived_key("two")
    assert env.derived_key("one") == env.derived_key("one")
    assert len(env.derived_key("one")) == 32


def test_sqlite_lives_in_the_data_folder(tmp_path):
    database = Environment.load({}, tmp_path).database()
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == str(tmp_path / "draagvlak.sqlite3")
    assert "synchronous=FULL" in str(database["OPTIONS"]["init_command"])


def test_a_postgresql_url_is_taken_apart(tmp_path):
    url = "postgresql://gids:p%40ss%2Fword@db.example:5433/draag%20vlak?sslmode=require"
    database = Environment.load({"DATABASE_URL": url}, tmp_path).database()
    assert database["USER"] == "gids"
    assert database["PASSWORD"] == "p@ss/word"
    assert database["HOST"] == "db.example"
    assert database["PORT"] == "5433"
    assert database["NAME"] == "draag vlak"
    assert database["OPTIONS"] == {"options": "-c lock_timeout=20s", "sslmode": "require"}


def test_hosts_follow_the_address(tmp_path):
    env = Environment.load(
        {
            "DRAAGVLAK_ADDRESS": "https://draagvlak.example.nl/",
            "DRAAGVLAK_HOSTS": "a.example, b.example",
        },
        tmp_path,
    )
    assert env.hosts()[:3] == ["draagvlak.example.nl", "a.example", "b.example"]


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ({}, []),
        ({"DATABASE_URL": "postgresql://a@127.0.0.1/d"}, []),
        ({"DATABASE_URL": "postgresql://a@[::1]/d"}, []),
        ({"DATABASE_URL": "postgresql://a@%2Frun%2Fpostgresql/d"}, []),
        ({"DATABASE_URL": "postgresql://a@db.example/d"}, ["database"]),
        ({"DATABASE_URL": "postgresql://a@10.0.0.4/d?sslmode=prefer"}, ["database"]),
        ({"DATABASE_URL": "postgresql://a@db.example/d?sslmode=verify-full"}, []),
        ({"DRAAGVLAK_MAIL_HOST": "mail.example"}, []),
        ({"DRAAGVLAK_MAIL_HOST": "mail.example", "DRAAGVLAK_MAIL_SECURITY": "none"}, ["mail"]),
        ({"DRAAGVLAK_MAIL_HOST": "localhost", "DRAAGVLAK_MAIL_SECURITY": "none"}, []),
        ({"DRAAGVLAK_LOG_HOST": "tcp://log.example:601"}, ["log"]),
        ({"DRAAGVLAK_LOG_HOST": "tls://log.example:6514"}, []),
        ({"DRAAGVLAK_LOG_HOST": "udp://127.0.0.1:514"}, []),
        (
            {"DATABASE_URL": "postgresql://a@db/d", "DRAAGVLAK_UNENCRYPTED": "database, mail"},
            [],
        ),
    ],
)
def test_what_goes_open_to_another_machine_is_known_unless_it_is_allowed(values, left, tmp_path):
    assert Environment(values, tmp_path).unencrypted() == left


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DRAAGVLAK_UNENCRYPTED", "alles"),
        ("DRAAGVLAK_LOG_HOST", "log.example"),
        ("DRAAGVLAK_LOG_HOST", "tls://log.example"),
        ("DRAAGVLAK_LOG_HOST", "tls://log.example:x"),
        ("DRAAGVLAK_SCAN", "clamscan"),
        ("DRAAGVLAK_SCAN", "clamd://127.0.0.1"),
        ("DRAAGVLAK_SCAN", "command:clamscan -"),
        ("DRAAGVLAK_FILES", "/mnt/files"),
        ("DRAAGVLAK_FILES", "s3://files?region=eu-central-1"),
    ],
)
def test_a_setting_that_cannot_be_right_stops_the_start(name, value, tmp_path):
    environment = Environment({name: value}, tmp_path)
    with pytest.raises(Misconfigured, match=name):
        environment.scanner()
        environment.bucket()
        environment.unencrypted()
