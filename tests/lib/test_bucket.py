"""An address of a bucket, and signatures as AWS itself gives them in its documentation."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from draagvlak.lib.bucket import Bucket, Question, bucket_at

pytestmark = pytest.mark.one_engine("asks no database")
EXAMPLE = Bucket(
    "https://examplebucket.s3.amazonaws.com",
    "examplebucket",
    "",
    "us-east-1",
    "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
)
MOMENT = dt.datetime(2013, 5, 24, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("question", "more", "signature"),
    [
        (
            Question("GET", "/test.txt"),
            {"range": "bytes=0-9"},
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            Question(
                "PUT",
                "/test$file.text",
                content=hashlib.sha256(b"Welcome to Amazon S3.").hexdigest(),
            ),
            {
                "date": "Fri, 24 May 2013 00:00:00 GMT",
                "x-amz-storage-class": "REDUCED_REDUNDANCY",
            },
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        (
            Question("GET", "/", (("lifecycle", ""),)),
            {},
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        (
            Question("GET", "/", (("prefix", "J"), ("max-keys", "2"))),
            {},
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ],
)
def test_a_request_is_signed_as_in_the_examples_of_aws(question, more, signature):
    headers = question.signed(EXAMPLE, MOMENT, more)

    assert headers["authorization"].rpartition("Signature=")[2] == signature


def test_an_address_names_bucket_prefix_and_endpoint():
    one = bucket_at("s3://files/a/b/?endpoint=https://s3.example.nl:9000&region=nl-1", "k", "s")
    aws = bucket_at("s3://files?region=eu-central-1", "k", "s")

    assert (one.endpoint, one.name, one.prefix, one.region, one.host, one.is_encrypted) == (
        "https://s3.example.nl:9000",
        "files",
        "a/b/",
        "nl-1",
        "s3.example.nl",
        True,
    )
    assert (aws.endpoint, aws.prefix) == ("https://s3.eu-central-1.amazonaws.com", "")
    assert "secret" not in repr(bucket_at("s3://files?region=x", "key", "secret"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/mnt/files", "write s3://bucket/prefix"),
        ("s3://Files?region=x", "write s3://bucket/prefix"),
        ("s3://files/../x?region=x", "write s3://bucket/prefix"),
        ("s3://files?region=x&secret=y", "write s3://bucket/prefix"),
        ("s3://key:secret@files?region=x", "write s3://bucket/prefix"),
        ("s3://files", "or [?]region=name"),
        ("s3://files?region=a/b", "letters, digits and dashes"),
        ("s3://files?endpoint=s3.example.nl", "the endpoint is https://host"),
        ("s3://files?endpoint=https://k:s@host", "the endpoint is https://host"),
        ("s3://files?endpoint=https://host/path", "the endpoint is https://host"),
        ("s3://files?endpoint=https://host:x", "the endpoint is https://host"),
    ],
)
def test_an_address_that_cannot_be_right_says_what_to_write(address, said):
    with pytest.raises(ValueError, match=said):
        bucket_at(address, "k", "s")


@pytest.mark.parametrize(("key", "secret"), [("", "s"), ("k", "")])
def test_without_an_account_there_is_no_bucket(key, secret):
    with pytest.raises(ValueError, match="AWS_SECRET_ACCESS_KEY"):
        bucket_at("s3://files?region=x", key, secret)
