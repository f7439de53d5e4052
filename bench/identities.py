"""Ten thousand people spoke in confidence: who else than a guide finds one of them?

Run: `python bench/identities.py [10000]`. In a scratch installation with the whole example
programme so many people speak in confidence, with a name and an address. Then the client, the
project lead and the administrator ask every route that the policy table knows: they read it, ask
it for a name, send its own forms and plausible ones (each undone, so that the next finds the same),
and look names and addresses up in the search. After that all tables, the words of the search index,
all mails, the file with everything of the workspace, the log, pages of errors and all files of the
installation are looked through. Prints the number of hits. Exit code 1 when there are any, or when
the guide does not find them (then the looking itself is broken).
"""

from __future__ import annotations

import io
import logging
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from receipts import prepare

SAMPLE = 100
"""Names and addresses that are looked up in the search by each of the three."""
TIED = 200
"""Contributions that became a voice and were written to."""


def main() -> int:
    """Plant, ask, look."""
    count = int(sys.argv[1]) if sys.argv[1:] else 10_000
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        return seek(count, folder)


def seek(count: int, folder: str) -> int:
    """The whole trial."""
    from django.conf import settings  # noqa: PLC0415 after the setup
    from django.core import mail  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415
    from tests.factories.places import make_member, sign_in  # noqa: PLC0415
    from tests.trust import seeking  # noqa: PLC0415

    from draagvlak.core.actor import SYSTEM  # noqa: PLC0415
    from draagvlak.core.outbox import deliver_all  # noqa: PLC0415
    from draagvlak.core.policy import Role  # noqa: PLC0415
    from draagvlak.kits.commands import build_demo  # noqa: PLC0415
    from draagvlak.programmes.models import Programme  # noqa: PLC0415

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    settings.RECEIPT_SECONDS = 0
    settings.ACTS_PER_MINUTE = settings.SEARCHES_PER_MINUTE = 10**9
    translation.activate("nl")
    log = listen()
    build_demo(by=SYSTEM)
    programme = Programme.objects.select_related("workspace").get()
    guide, vault, made = planted(programme, count)
    hits, asked = [], 0
    for role in (Role.SPONSOR, Role.PROJECT_LEAD, Role.ADMINISTRATOR):
        began = time.perf_counter()
        client = sign_in(Client(raise_request_exception=False), make_member(programme, role))
        keys = {"contribution_id": made[0].pk, "message_id": made[0].messages.first().pk}
        found = seeking.ask_everything(client, programme, **keys)
        sample = [seeking.somebody(random.randrange(count)) for _ in range(SAMPLE)]  # noqa: S311
        looked = seeking.search_names(client, programme, sample)
        wrong = errors(client, programme, seeking.somebody(1))
        for one in (found, looked, wrong):
            hits += [(str(role), *hit) for hit in one.hits]
            asked += one.asked
        print(
            f"{role:14} {found.asked + looked.asked + wrong.asked} requests, answers "
            f"{dict(sorted(found.answers.items()))}, {len(found.hits)} hits behind routes, "
            f"{len(looked.hits)} in the search, {len(wrong.hits)} on pages of errors  "
            f"({time.perf_counter() - began:.0f} s)"
        )
    mails(guide, vault, deliver_all)
    by_mail = seeking.in_mails(mail.outbox)
    print(f"{len(mail.outbox)} mails: {len(by_mail)} hits")
    packed = package(programme, folder)
    tables = seeking.in_tables()
    print(f"tables and the index of words: {len(tables)} hits")
    logged = [line for line in log.getvalue().splitlines() if seeking.STEMS.search(line)]
    print(f"log, {len(log.getvalue().splitlines())} lines: {len(logged)} hits")
    connection.close()
    files = in_files(folder)
    print(f"files of the installation: {len(files)} hits")
    hits += by_mail + packed + tables + [("log", line) for line in logged] + files
    seen = control(guide, vault, made)
    print(f"the guide, with the vault open, finds {seen} of 20 asked")
    print(f"{count} people, {asked} requests: {len(hits)} hits")
    for hit in hits[:20]:
        print("  ", *hit)
    return 1 if hits or seen != 20 else 0


def listen() -> io.StringIO:
    """Everything that the log says from now on."""
    from draagvlak.core.quiet_log import Quiet, WithoutPath  # noqa: PLC0415

    log = io.StringIO()
    told = logging.StreamHandler(log)
    told.setFormatter(Quiet())
    told.addFilter(WithoutPath())
    logging.getLogger().handlers = [told]
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    return log


def planted(programme, count: int):  # noqa: ANN001, ANN201
    """The people, of whom some became a voice for a concern and were written to."""
    from tests.factories.contributions import make_entrance, tie  # noqa: PLC0415
    from tests.factories.places import make_member  # noqa: PLC0415
    from tests.factories.vault import make_vault  # noqa: PLC0415
    from tests.trust import seeking  # noqa: PLC0415

    from draagvlak.concerns.models import Concern  # noqa: PLC0415
    from draagvlak.contributions.commands import Goal, write_back  # noqa: PLC0415
    from draagvlak.core.ids import uuid4  # noqa: PLC0415
    from draagvlak.vault.commands import share_box  # noqa: PLC0415
    from draagvlak.vault.models import Keyring  # noqa: PLC0415
    from draagvlak.vault.queries import programme_box  # noqa: PLC0415

    began = time.perf_counter()
    guide = make_member(programme)
    vault = make_vault(guide)
    box = programme_box(guide)
    if box is not None and not box.keys.filter(keyring_id=vault.keyring_id).exists():
        first, opened = first_reader(programme)
        share_box(by=first, vault=opened, box=box, reader=Keyring.objects.get(pk=vault.keyring_id))
    doors = [make_entrance(guide, f"Deur {number}") for number in range(5)]
    made = list(seeking.plant(doors, (seeking.somebody(number) for number in range(count))))
    concerns = list(Concern.objects.filter(workspace_id=guide.tenant, archived_at=None)[:40])
    for number, contribution in enumerate(made[: min(TIED, count)]):
        tie(guide, vault, contribution, Goal(concerns[number % len(concerns)]))
        write_back(by=guide, vault=vault, contribution=contribution, text="Dank je.", key=uuid4())
    print(f"{count} people planted in {time.perf_counter() - began:.0f} s")
    return guide, vault, made


def first_reader(programme):  # noqa: ANN001, ANN201
    """The guide of the example, with the vault open."""
    from draagvlak.accounts.models import User  # noqa: PLC0415
    from draagvlak.kits.commands.demo import PASSPHRASE  # noqa: PLC0415
    from draagvlak.programmes.queries import find_place  # noqa: PLC0415
    from draagvlak.vault.commands import open_vault  # noqa: PLC0415
    from draagvlak.vault.models import Keyring  # noqa: PLC0415

    keyring = Keyring.objects.filter(workspace_id=programme.workspace_id).earliest("created_at")
    user = User.objects.get(pk=keyring.user_id)
    place = {"workspace": programme.workspace.slug, "programme": programme.slug}
    actor = find_place(user_id=user.pk, name=user.name, **place)
    return actor, open_vault(by=actor, passphrase=PASSPHRASE)


def errors(client, programme, one):  # noqa: ANN001, ANN201
    """Pages that do not exist and answers that fail, asked with a name."""
    from tests.trust import seeking  # noqa: PLC0415

    from draagvlak.contributions.queries import inbox  # noqa: PLC0415

    search = seeking.Search(client)
    here = f"/w/{programme.workspace.slug}/p/{programme.slug}/"
    for path in ("niets/", "contributions/", "contributions/doors/niets/", "concerns/niets/"):
        search.get(f"{here}{path}", f"page of errors {path}")
    kept, inbox.waiting_count = inbox.waiting_count, lambda _actor: 1 / 0
    try:
        search.get(f"{here}today/", "a failure")
        search.get(f"{here}contributions/", "a failure")
    finally:
        inbox.waiting_count = kept
    del one
    return search


def mails(guide, vault, deliver_all) -> None:  # noqa: ANN001
    """All mails leave: first links, answers, messages."""
    from draagvlak.contributions.commands import send_waiting_mail  # noqa: PLC0415

    while send_waiting_mail(by=guide, vault=vault):
        pass
    while deliver_all():
        pass


def package(programme, folder: str) -> list[tuple[str, str]]:  # noqa: ANN001
    """The file with everything of the workspace, as its administrator carries it away."""
    from tests.factories.places import make_member  # noqa: PLC0415
    from tests.trust import seeking  # noqa: PLC0415

    from draagvlak.core.outbox import deliver_all  # noqa: PLC0415
    from draagvlak.core.policy import Role  # noqa: PLC0415
    from draagvlak.packages.commands import ask_package  # noqa: PLC0415
    from draagvlak.packages.models import Package  # noqa: PLC0415
    from draagvlak.packages.queries import package_pieces  # noqa: PLC0415
    from draagvlak.programmes.models import Membership  # noqa: PLC0415

    keeper = make_member(programme, Role.ADMINISTRATOR)
    Membership.objects.create(
        workspace_id=keeper.tenant,
        programme=None,
        user_id=keeper.user_id,
        role=Role.ADMINISTRATOR,
    )
    asked = ask_package(by=keeper)
    deliver_all()
    found = Package.objects.get(pk=asked.pk)
    content = b"".join(package_pieces(found)) if found.size else b""
    hits = [("package", hit) for hit in set(seeking.STEMS.findall(seeking.readable(content)))]
    print(f"the file with everything ({found.state}, {len(content):,} bytes): {len(hits)} hits")
    del folder
    return hits if content else [("package", f"was not made: {found.state}")]


def in_files(folder: str) -> list[tuple[str, str]]:
    """All files of the installation, the database itself included."""
    from tests.trust import seeking  # noqa: PLC0415

    stems = [stem.encode() for stem in (seeking.FIRST, seeking.LAST, seeking.HOUSE)]
    found = []
    for path in Path(folder).rglob("*"):
        content = path.read_bytes().lower() if path.is_file() else b""
        found += [(path.name, stem.decode()) for stem in stems if stem in content]
    return found


def control(guide, vault, made) -> int:  # noqa: ANN001
    """How many of twenty the guide finds."""
    from django.test import Client  # noqa: PLC0415
    from tests.factories.places import sign_in  # noqa: PLC0415
    from tests.factories.vault import open_in_browser  # noqa: PLC0415
    from tests.trust import seeking  # noqa: PLC0415

    client = open_in_browser(sign_in(Client(), guide), vault)
    here = f"/w/{guide.workspace.slug}/p/{guide.programme.slug}/contributions/"
    places = range(0, len(made), max(1, len(made) // 20))
    asked = list(places)[:20]
    return sum(
        seeking.somebody(number).name in client.get(f"{here}{made[number].pk}/").content.decode()
        for number in asked
    )


if __name__ == "__main__":
    sys.exit(main())
