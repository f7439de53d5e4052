"""Talking with a real S3 server, and with listeners that answer badly."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import socket
import ssl
import threading
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from draagvlak.lib import s3 as talking
from draagvlak.lib.bucket import StoreAway
from draagvlak.lib.s3 import S3
from tests.s3_server import bucket, keeping_bucket, s3_server

__all__ = ["bucket", "keeping_bucket", "s3_server"]
pytestmark = pytest.mark.one_engine("asks no database")
LONG = os.urandom(1_000_000)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(talking, "PAUSES", (0, 0))
    monkeypatch.setattr(talking, "PATIENCE", 2)


def content(store, key):
    with store.opened(key) as found:
        return found.size, b"".join(iter(lambda: found.read(100_000), b""))


def test_a_file_comes_back_as_it_was_and_is_gone_when_removed(bucket):
    store = S3(bucket)
    for key, said in (("a/1", LONG), ("a/2", b""), ("b/3", b"drie")):
        store.put(key, io.BytesIO(said))

    assert content(store, "a/1") == (len(LONG), LONG)
    assert content(store, "a/2") == (0, b"")
    assert [(item.key, item.size) for item in store.items()] == [
        ("a/1", len(LONG)),
        ("a/2", 0),
        ("b/3", 4),
    ]
    assert [item.key for item in store.items(most=1)] == ["a/1"]
    store.remove("a/1")
    store.remove("a/1")
    assert (store.size("a/1"), store.size("b/3")) == (None, 4)
    with pytest.raises(FileNotFoundError):
        content(store, "a/1")


def test_a_list_goes_over_its_pages(bucket, monkeypatch):
    store = S3(bucket)
    for number in range(5):
        store.put(f"{number}", io.BytesIO(b"x"))
    asked = store._page

    def two_at_a_time(query):
        return asked([*query, ("max-keys", "2")])

    monkeypatch.setattr(store, "_page", two_at_a_time)
    assert [item.key for item in store.items()] == ["0", "1", "2", "3", "4"]


def test_a_bucket_that_keeps_versions_keeps_none_of_what_is_removed(keeping_bucket):
    store = S3(keeping_bucket)
    for said in (b"oud", b"nieuw"):
        store.put("een", io.BytesIO(said))
    store.put("een-2", io.BytesIO(b"blijft"))
    assert len(store._versions("een")) == 2

    store.remove("een")

    assert (store._versions("een"), store.size("een-2")) == ([], 6)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"secret": "another"}, "refuses: SignatureDoesNotMatch"),
        ({"key": "nobody"}, "refuses: InvalidAccessKeyId"),
        ({"name": "nothing-here"}, "refuses: NoSuchBucket"),
    ],
)
def test_a_store_that_refuses_says_why(bucket, change, said):
    store = S3(replace(bucket, **change))
    with pytest.raises(StoreAway, match=said):
        store.put("een", io.BytesIO(b"x"))
    with pytest.raises(StoreAway, match=said):
        content(store, "een")


def listener(*lines):
    """Gives each connection its answers, one after the head of each request."""
    door = socket.create_server(("127.0.0.1", 0))

    def answer():
        with door:
            for answers in lines:
                line, _place = door.accept()
                with line:
                    for said in [answers] if isinstance(answers, bytes) else answers:
                        line.recv(100_000)
                        line.sendall(said)

    threading.Thread(target=answer, daemon=True).start()
    return f"http://127.0.0.1:{door.getsockname()[1]}"


BUSY = b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n"
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nvier"


def test_a_line_is_used_again_and_one_left_halfway_is_not(bucket):
    none = b"HTTP/1.1 204 No Content\r\n\r\n"
    store = S3(replace(bucket, endpoint=listener([FINE, FINE, none, FINE], [FINE])))
    assert content(store, "een") == content(store, "een") == (4, b"vier")
    store.remove("een")
    with store.opened("een") as found:
        assert found.read(2) == b"vi"
    assert content(store, "een") == (4, b"vier")


def test_a_line_that_was_closed_meanwhile_is_replaced(bucket):
    store = S3(replace(bucket, endpoint=listener([FINE], [FINE])))
    assert content(store, "een") == content(store, "een") == (4, b"vier")


def test_what_is_lost_is_asked_again(bucket):
    store = S3(replace(bucket, endpoint=listener(BUSY, b"", FINE)))
    assert content(store, "een") == (4, b"vier")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((BUSY, BUSY, BUSY), "does not answer .503."),
        ((b"", b"", b""), "does not answer"),
        ((FINE[:-2],), "broke off"),
        ((b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nvier",), "does not say how long"),
    ],
)
def test_half_an_answer_is_none(bucket, answers, said):
    store = S3(replace(bucket, endpoint=listener(*answers)))
    with pytest.raises(StoreAway, match=said):
        content(store, "een")


def test_a_list_that_is_none_is_refused(bucket):
    bomb = b'<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'
    for text in (b"<not a list", bomb):
        head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(text)
        with pytest.raises(StoreAway, match="a list that is none"):
            list(S3(replace(bucket, endpoint=listener(head + text))).items())


@pytest.fixture
def stranger(tmp_path):
    """A listener with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    paper = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    content = paper.public_bytes(serialization.Encoding.PEM)
    content += key.private_bytes(serialization.Encoding.PEM, form, plain)
    (tmp_path / "both.pem").write_bytes(content)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    heard = []

    def answer(door):
        for _ in range(3):
            line, _place = door.accept()
            with line, contextlib.suppress(OSError):
                heard.append(context.wrap_socket(line, server_side=True).recv(1000))

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=answer, args=(door,), daemon=True)
        thread.start()
        yield f"https://localhost:{door.getsockname()[1]}", heard
        thread.join()


def test_a_store_with_a_certificate_that_nobody_vouches_for_hears_nothing(bucket, stranger):
    endpoint, heard = stranger
    with pytest.raises(StoreAway, match="CERTIFICATE_VERIFY_FAILED"):
        S3(replace(bucket, endpoint=endpoint)).put("een", io.BytesIO(b"x"))
    assert heard == []


def test_nobody_listens(bucket):
    with socket.create_server(("127.0.0.1", 0)) as door:
        endpoint = f"http://127.0.0.1:{door.getsockname()[1]}"
    with pytest.raises(StoreAway, match="does not answer"):
        S3(replace(bucket, endpoint=endpoint)).put("een", io.BytesIO(b"x"))
