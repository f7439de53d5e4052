"""A provider on this machine that says what a test wants, right or wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt

from draagvlak.lib.openid import new_private_key, public_keys

GOOD_KEY, OTHER_KEY = new_private_key(), new_private_key()


@dataclass
class Provider:
    """What it says. `claims` and the others are changed by a test; `asked` is what came in."""

    issuer: str = ""
    claims: dict = field(default_factory=dict)
    key: bytes = GOOD_KEY
    algorithm: str = "RS256"
    key_id: str = ""
    challenge: str = ""
    codes: set = field(default_factory=set)
    about: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    headers: list = field(default_factory=list)

    def token(self):
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "draagvlak", "sub": "sub-1", "iat": now}
        claims |= {"exp": now + 300} | self.claims
        if self.algorithm == "none":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": self.own_id()})
        if self.algorithm == "HS256":
            public = public_keys(GOOD_KEY)["keys"][0]["n"].encode()
            return jwt.encode(claims, public, algorithm="HS256", headers={"kid": self.own_id()})
        return jwt.encode(
            claims,
            self.key,
            algorithm=self.algorithm,
            headers={"kid": self.key_id or self.own_id()},
        )

    def own_id(self):
        return public_keys(GOOD_KEY)["keys"][0]["kid"]

    def send_back(self, address):
        """What its page would do after signing in: remember the challenge, give a code."""
        wanted = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.challenge = wanted["code_challenge"]
        self.claims.setdefault("nonce", wanted["nonce"])
        code = f"code-{len(self.asked)}-{time.monotonic_ns()}"
        self.codes.add(code)
        return wanted, code

    def answer(self, path, form):
        if path == "/.well-known/openid-configuration":
            doors = {"authorization_endpoint": "a", "token_endpoint": "t", "jwks_uri": "k"}
            if self.about:
                doors["userinfo_endpoint"] = "u"
            return 200, {"issuer": self.issuer} | {
                name: f"{self.issuer}/{door}" for name, door in doors.items()
            }
        if path == "/u":
            return 200, self.about
        if path == "/k":
            return 200, public_keys(GOOD_KEY)
        self.asked.append(form)
        mark = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        right = base64.urlsafe_b64encode(mark).rstrip(b"=").decode() == self.challenge
        if not right or form.get("code") not in self.codes:
            return 400, {"error": "invalid_grant"}
        self.codes.discard(form["code"])
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token()}


@contextmanager
def provider():
    """The provider, on a free port of this machine."""
    told = Provider()

    class Doors(BaseHTTPRequestHandler):
        def do_GET(self):
            self.say(*told.answer(self.path, {}))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told.headers.append(self.headers.get("Authorization", ""))
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.say(*told.answer(self.path, form))

        def say(self, status, content):
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Doors)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told.issuer = f"http://127.0.0.1:{server.server_port}"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
