"""A mail server on loopback that speaks SMTP, keeps what it takes and refuses whom it is told."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """`mails`: what it took, as (recipients, message). `refuses`: address → what it answers."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails = []
        self.refuses = {}
        self.refuses_data = ""

    @property
    def port(self):
        return self.server_address[1]


class _Talk(socketserver.StreamRequestHandler):
    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self):
        self.say("220 mail.voorbeeld.example ESMTP")
        recipients = []
        for line in self.rfile:
            said = line.decode().strip()
            verb = said.upper()
            if verb.startswith(("EHLO", "HELO")):
                self.say("250 mail.voorbeeld.example")
            elif verb.startswith("MAIL FROM"):
                recipients = []
                self.say("250 2.1.0 Ok")
            elif verb.startswith("RCPT TO"):
                address = said.partition("<")[2].partition(">")[0]
                answer = self.server.refuses.get(address, "")
                if not answer:
                    recipients.append(address)
                self.say(answer or "250 2.1.5 Ok")
            elif verb == "DATA":
                self.say("354 End with a dot")
                raw = b"".join(self.body())
                if self.server.refuses_data:
                    self.say(self.server.refuses_data)
                    continue
                message = email.message_from_bytes(raw, policy=email.policy.default)
                self.server.mails.append((list(recipients), message))
                self.say("250 2.0.0 Ok: queued")
            elif verb == "QUIT":
                self.say("221 2.0.0 Bye")
                return
            else:
                self.say("250 2.0.0 Ok")

    def body(self):
        for line in self.rfile:
            if line == b".\r\n":
                return
            yield line[1:] if line.startswith(b"..") else line


@contextmanager
def mail_server():
    """A server that listens for as long as the block lasts."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
