"""The vault: keys, readers, and what does not open."""

from __future__ import annotations

from uuid import uuid4

import pytest

from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.vault import commands, queries
from draagvlak.vault.models import Box, BoxKey, Keyring
from tests.factories.places import make_member, make_programme
from tests.factories.vault import PASSPHRASE, make_vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def test_the_vault_opens_with_the_passphrase(guide):
    made = make_vault(guide)

    opened = commands.open_vault(by=guide, passphrase=PASSPHRASE)

    assert opened == made
    assert [e.verb for e in AuditEvent.objects.order_by("at")] == [
        "vault.made",
        "vault.confirmed",
        "vault.opened",
    ]


def test_a_wrong_passphrase_opens_nothing(guide):
    make_vault(guide)

    with pytest.raises(commands.WrongPassphrase):
        commands.open_vault(by=guide, passphrase="iets heel anders")


def test_six_wrong_tries_make_a_pause_and_the_recovery_code_still_works(guide):
    code = commands.make_keyring(by=guide, passphrase=PASSPHRASE)
    commands.confirm_keyring(by=guide, code=code)
    for _ in range(6):
        with pytest.raises(commands.WrongPassphrase):
            commands.open_vault(by=guide, passphrase="iets heel anders")
        commands.note_wrong_try(by=guide)

    with pytest.raises(Refused, match="kwartier"):
        commands.open_vault(by=guide, passphrase=PASSPHRASE)

    vault = commands.recover_vault(by=guide, code=code, passphrase="een nieuwe lange zin")
    assert commands.open_vault(by=guide, passphrase="een nieuwe lange zin") == vault


def test_before_the_code_is_typed_back_the_vault_stays_shut(guide):
    commands.make_keyring(by=guide, passphrase=PASSPHRASE)

    with pytest.raises(commands.WrongPassphrase):
        commands.open_vault(by=guide, passphrase=PASSPHRASE)
    assert Box.objects.count() == 0


def test_a_wrong_code_does_not_confirm(guide):
    commands.make_keyring(by=guide, passphrase=PASSPHRASE)

    with pytest.raises(commands.WrongPassphrase):
        commands.confirm_keyring(by=guide, code="00000-00000-00000-00000-00000")
    assert Keyring.objects.get().confirmed_at is None


def test_a_lost_code_means_a_new_start_before_anything_is_sealed(guide):
    commands.make_keyring(by=guide, passphrase=PASSPHRASE)
    code = commands.make_keyring(by=guide, passphrase="een andere lange zin")

    assert commands.confirm_keyring(by=guide, code=code)
    assert Keyring.objects.count() == 1


def test_a_vault_is_made_once(guide):
    make_vault(guide)

    with pytest.raises(Refused, match="al een kluis"):
        commands.make_keyring(by=guide, passphrase=PASSPHRASE)


def test_a_short_passphrase_is_refused(guide):
    with pytest.raises(Refused, match="12 tekens"):
        commands.make_keyring(by=guide, passphrase="kort")


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.GUIDE, Role.CO_GUIDE)])
def test_only_guides_have_a_vault(role):
    with pytest.raises(Refused):
        commands.make_keyring(by=make_member(role=role), passphrase=PASSPHRASE)


def test_changing_the_passphrase_needs_the_present_one(guide):
    make_vault(guide)

    with pytest.raises(commands.WrongPassphrase):
        commands.change_passphrase(by=guide, present="mis mis mis mis", passphrase="iets nieuws 12")
    commands.change_passphrase(by=guide, present=PASSPHRASE, passphrase="iets nieuws 12")
    assert commands.open_vault(by=guide, passphrase="iets nieuws 12")


def test_what_is_sealed_opens_for_its_reader_only_in_its_own_row_and_field(guide):
    vault = make_vault(guide)
    box, row = commands.make_box(by=guide, vault=vault), uuid4()

    sealed = queries.seal(vault, box, b"geheim", row=row, field="a.b.c")

    assert b"geheim" not in sealed
    assert queries.unseal(vault, box, sealed, row=row, field="a.b.c") == b"geheim"
    for elsewhere in ({"row": uuid4(), "field": "a.b.c"}, {"row": row, "field": "a.b.d"}):
        with pytest.raises(queries.Tampered):
            queries.unseal(vault, box, sealed, **elsewhere)
    with pytest.raises(queries.Tampered):
        queries.unseal(vault, box, sealed[:-1] + b"x", row=row, field="a.b.c")


def test_a_co_guide_reads_only_what_is_shared_and_no_longer_when_it_is_taken_back():
    programme = make_programme()
    guide, second = make_member(programme), make_member(programme, Role.CO_GUIDE)
    vault, other = make_vault(guide), make_vault(second)
    box, row = commands.make_box(by=guide, vault=vault), uuid4()
    sealed = queries.seal(vault, box, b"geheim", row=row, field="a.b.c")
    reader = queries.other_readers(guide)[0]

    assert not queries.may_read(other, box)
    commands.share_box(by=guide, vault=vault, box=box, reader=reader)
    fresh = commands.open_vault(by=second, passphrase=PASSPHRASE)
    assert queries.unseal(fresh, box, sealed, row=row, field="a.b.c") == b"geheim"

    commands.unshare_box(by=guide, vault=vault, box=box, reader=reader)
    again = commands.open_vault(by=second, passphrase=PASSPHRASE)
    with pytest.raises(queries.Sealed):
        queries.unseal(again, box, sealed, row=row, field="a.b.c")


def test_nobody_shares_what_was_not_shared_with_them():
    programme = make_programme()
    guide, second = make_member(programme), make_member(programme, Role.CO_GUIDE)
    vault, other = make_vault(guide), make_vault(second)
    box = commands.make_box(by=guide, vault=vault)

    with pytest.raises(Refused, match="niet met je gedeeld"):
        commands.share_box(by=second, vault=other, box=box, reader=queries.other_readers(second)[0])
    with pytest.raises(Refused, match="eerst je kluis"):
        commands.share_box(by=guide, vault=None, box=box, reader=queries.other_readers(guide)[0])


def test_one_does_not_take_the_key_from_oneself(guide):
    vault = make_vault(guide)
    box = commands.make_box(by=guide, vault=vault)

    commands.unshare_box(by=guide, vault=vault, box=box, reader=Keyring.objects.get())

    assert BoxKey.objects.filter(box=box).count() == 1


def test_for_the_programme_one_seals_without_a_vault_and_reads_with_one(guide):
    row = uuid4()
    with pytest.raises(queries.Sealed):
        queries.seal_for_programme(guide, b"wie", row=row, field="x.y.z")
    vault = make_vault(guide)

    sealed = queries.seal_for_programme(guide, b"wie", row=row, field="x.y.z")

    assert queries.unseal_for_programme(vault, guide, sealed, row=row, field="x.y.z") == b"wie"


def test_a_co_guide_does_not_see_who_voiced_what_until_it_is_shared():
    programme = make_programme()
    guide, second = make_member(programme), make_member(programme, Role.CO_GUIDE)
    make_vault(guide)
    other, row = make_vault(second), uuid4()
    sealed = queries.seal_for_programme(guide, b"wie", row=row, field="x.y.z")

    with pytest.raises(queries.Sealed):
        queries.unseal_for_programme(other, second, sealed, row=row, field="x.y.z")


def test_keys_of_many_boxes_come_with_one_query(guide, django_assert_num_queries):
    vault = make_vault(guide)
    boxes = [commands.make_box(by=guide, vault=vault) for _ in range(5)]

    with django_assert_num_queries(1):
        queries.load_keys(vault, [box.pk for box in boxes])
        assert all(queries.may_read(vault, box) for box in boxes)


def test_an_open_vault_does_not_show_its_key(guide):
    vault = make_vault(guide)

    assert "private" not in repr(vault)
    assert vault.private.hex() not in repr(vault)
