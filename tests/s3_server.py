"""A real S3 server on loopback, in a process of its own; it checks every signature."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from dataclasses import replace

import pytest

from draagvlak.lib.bucket import bucket_at
from tools import s3server

MISSING = "NOT RUN: the S3 server of the tests is not there (python -m tools.s3server fetches it)"
START = """
import json, sys, urllib.request
import boto3
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
endpoint = "http://%s:%d" % server.get_host_and_port()
about = {"endpoint_url": endpoint, "region_name": "eu-west-1",
         "aws_access_key_id": "first", "aws_secret_access_key": "first"}
iam, s3 = boto3.client("iam", **about), boto3.client("s3", **about)
iam.create_user(UserName="draagvlak")
may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": [
    "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucket",
    "s3:ListBucketVersions"]}]}
iam.put_user_policy(UserName="draagvlak", PolicyName="files", PolicyDocument=json.dumps(may))
key = iam.create_access_key(UserName="draagvlak")["AccessKey"]
place = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
s3.create_bucket(Bucket="files", **place)
s3.create_bucket(Bucket="versions", **place)
s3.put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
kind = {"content-type": "text/plain"}  # from now on every request is checked
urllib.request.urlopen(urllib.request.Request(endpoint + "/moto-api/reset-auth", b"0", kind))
print(json.dumps([endpoint, key["AccessKeyId"], key["SecretAccessKey"]]), flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="session")
def s3_server():
    """Endpoint, key and secret; the buckets `files` and `versions` (which keeps old ones)."""
    folder = s3server.folder()
    if not folder.exists():
        pytest.skip(MISSING)
    variables = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-c", START],
        env=variables | {"PYTHONPATH": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        told = process.stdout.readline()
        yield json.loads(told)
        process.stdin.close()


@pytest.fixture
def bucket(s3_server):
    """An empty place in a bucket, of this test alone."""
    endpoint, key, secret = s3_server
    place = f"s3://files/{uuid.uuid4().hex}?endpoint={endpoint}&region=eu-west-1"
    return bucket_at(place, key, secret)


@pytest.fixture
def keeping_bucket(bucket):
    """The same in a bucket that keeps earlier versions."""
    return replace(bucket, name="versions")
