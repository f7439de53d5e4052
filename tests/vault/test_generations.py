"""New keys when somebody stops reading; old content sealed anew; who leaves hands over."""

from __future__ import annotations

import pytest
from django.utils import timezone

from draagvlak.accounts.models import User
from draagvlak.core.crypto import Tampered
from draagvlak.core.policy import Role
from draagvlak.core.reader import OpenVault
from draagvlak.core.verdict import Refused
from draagvlak.programmes.commands import remove_member
from draagvlak.programmes.models import Membership
from draagvlak.vault import commands, queries
from draagvlak.vault.models import Box, BoxKey
from tests.factories.conversations import fresh, make_conversation, make_note
from tests.factories.places import make_member, make_programme
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db


def again(vault):
    """The same vault in another request: nothing unwrapped yet."""
    return OpenVault.unpack(vault.pack(), vault.workspace_id, vault.user_id)


@pytest.fixture
def pair():
    """A guide and a co-guide of one programme, both with an open vault."""
    programme = make_programme()
    guide = make_member(programme)
    co_guide = make_member(programme, Role.CO_GUIDE)
    return guide, make_vault(guide), co_guide, make_vault(co_guide)


def reader(actor):
    return queries.confirmed_keyring(actor)


def shared_note(pair):
    """A conversation of the guide with a note, that the co-guide may read."""
    guide, vault, co_guide, _theirs = pair
    conversation = make_conversation(guide)
    make_note(guide, vault, conversation, "Wat in vertrouwen gezegd is.")
    conversation = fresh(conversation)
    commands.share_box(by=guide, vault=vault, box=conversation.box, reader=reader(co_guide))
    return conversation


def text_of(vault, conversation):
    note = conversation.notes.get()
    return queries.unseal(
        vault, conversation.box, note.sealed, row=note.pk, field="conversations.note.sealed"
    ).decode()


def test_who_stops_reading_gets_no_later_key_and_the_old_one_does_not_fit(pair):
    guide, vault, co_guide, theirs = pair
    conversation = shared_note(pair)
    box = conversation.box
    old = queries.box_secret(again(theirs), box)

    commands.unshare_box(by=guide, vault=vault, box=box, reader=reader(co_guide))

    assert not queries.may_read(again(theirs), box)
    box.refresh_from_db()
    sealed = queries.seal(again(vault), box, b"daarna", row=box.pk, field="x")
    stolen = again(theirs)
    stolen.secrets[box.pk] = old
    with pytest.raises(Tampered):
        queries.unseal(stolen, box, sealed, row=box.pk, field="x")
    assert queries.unseal(again(vault), box, sealed, row=box.pk, field="x") == b"daarna"
    assert text_of(again(vault), fresh(conversation)) == "Wat in vertrouwen gezegd is."


def test_old_content_is_sealed_anew_and_the_old_key_goes(pair):
    guide, vault, co_guide, theirs = pair
    conversation = shared_note(pair)
    box = conversation.box
    old = queries.box_secret(again(theirs), box)
    commands.unshare_box(by=guide, vault=vault, box=box, reader=reader(co_guide))

    assert commands.reseal_some(by=guide, vault=again(vault)) == 1

    conversation = fresh(conversation)
    assert (conversation.box.generation, conversation.box.resealed) == (2, 2)
    assert [key.generation for key in BoxKey.objects.filter(box=box)] == [2]
    assert text_of(again(vault), conversation) == "Wat in vertrouwen gezegd is."
    stolen = again(theirs)
    stolen.secrets[box.pk] = old
    with pytest.raises(Tampered):
        text_of(stolen, conversation)
    assert commands.reseal_some(by=guide, vault=again(vault)) == 0


def test_it_goes_in_small_steps_and_everything_can_be_read_meanwhile(pair, monkeypatch):
    guide, vault, co_guide, _theirs = pair
    monkeypatch.setattr(commands, "STEP", 1)
    conversation = shared_note(pair)
    commands.share_box(
        by=guide, vault=vault, box=queries.programme_box(guide), reader=reader(co_guide)
    )
    commands.unshare_box(by=guide, vault=vault, box=conversation.box, reader=reader(co_guide))
    steps = 0
    while Box.objects.filter(resealed__lt=2, generation=2).exists():
        commands.reseal_some(by=guide, vault=again(vault))
        steps += 1
        assert text_of(again(vault), fresh(conversation)) == "Wat in vertrouwen gezegd is."
        assert steps < 10
    assert steps > 1


def test_the_key_of_the_programme_changes_too(pair):
    guide, vault, co_guide, theirs = pair
    box = queries.programme_box(guide)
    commands.share_box(by=guide, vault=vault, box=box, reader=reader(co_guide))
    key = box.pk
    before = queries.seal_for_programme(guide, b"toen", row=key, field="x")

    commands.unshare_box(by=guide, vault=vault, box=box, reader=reader(co_guide))

    after = queries.seal_for_programme(guide, b"nu", row=key, field="x")
    for sealed, plain in ((before, b"toen"), (after, b"nu")):
        found = queries.unseal_for_programme(again(vault), guide, sealed, row=key, field="x")
        assert found == plain
    with pytest.raises(queries.Sealed):
        queries.unseal_for_programme(again(theirs), co_guide, after, row=key, field="x")


def test_who_reads_along_later_reads_the_old_and_the_new(pair):
    guide, vault, co_guide, theirs = pair
    conversation = shared_note(pair)
    commands.unshare_box(by=guide, vault=vault, box=conversation.box, reader=reader(co_guide))

    box = fresh(conversation).box
    commands.share_box(by=guide, vault=again(vault), box=box, reader=reader(co_guide))

    assert text_of(again(theirs), fresh(conversation)) == "Wat in vertrouwen gezegd is."


def test_a_co_guide_who_left_loses_the_key_when_another_guide_opens(pair):
    guide, vault, co_guide, theirs = pair
    conversation = shared_note(pair)
    Membership.objects.filter(user_id=co_guide.user_id).update(ended_at=timezone.now())

    assert commands.expel_departed(by=guide, vault=again(vault)) == 1

    assert not queries.may_read(again(theirs), conversation.box)
    assert fresh(conversation).box.generation == 2
    assert text_of(again(vault), fresh(conversation)) == "Wat in vertrouwen gezegd is."
    assert commands.expel_departed(by=guide, vault=again(vault)) == 0


def test_the_last_key_is_never_taken_away(pair):
    guide, vault, co_guide, theirs = pair
    alone = make_conversation(co_guide)
    make_note(co_guide, theirs, alone)
    Membership.objects.filter(user_id=co_guide.user_id).update(ended_at=timezone.now())

    assert commands.expel_departed(by=guide, vault=again(vault)) == 0
    assert queries.may_read(again(theirs), fresh(alone).box)


def test_who_alone_holds_a_key_hands_over_before_leaving(pair):
    guide, _vault, co_guide, theirs = pair
    alone = make_conversation(co_guide)
    make_note(co_guide, theirs, alone)
    membership = Membership.objects.get(user_id=co_guide.user_id)

    with pytest.raises(Refused) as refusal:
        remove_member(by=guide, membership=membership)
    assert "Alleen deze begeleider kan hier 1 gesprek of sleutel openen." in str(refusal.value)

    box = fresh(alone).box
    commands.share_box(by=co_guide, vault=again(theirs), box=box, reader=reader(guide))
    remove_member(by=guide, membership=membership)
    assert Membership.objects.present().filter(user_id=co_guide.user_id).count() == 0


def test_only_the_owner_shares_on(pair):
    guide, vault, co_guide, theirs = pair
    conversation = shared_note(pair)
    third = make_member(Membership.objects.get(user_id=guide.user_id).programme, Role.CO_GUIDE)
    make_vault(third)

    with pytest.raises(Refused) as refusal:
        commands.share_box(
            by=co_guide, vault=again(theirs), box=conversation.box, reader=reader(third)
        )
    assert "Alleen de begeleider die dit maakte, kan het delen." in str(refusal.value)

    box = queries.programme_box(guide)
    commands.share_box(by=guide, vault=vault, box=box, reader=reader(co_guide))
    with pytest.raises(Refused):
        commands.share_box(by=co_guide, vault=again(theirs), box=box, reader=reader(third))


def test_a_recovery_code_pauses_after_twelve_wrong_tries():
    guide = make_member()
    make_vault(guide)
    for _number in range(12):
        commands.note_wrong_try(by=guide)

    with pytest.raises(Refused) as refusal:
        commands.recover_vault(
            by=guide, code="00000-00000-00000-00000-00000", passphrase="vier heel andere woorden"
        )
    assert "Wacht een kwartier en probeer het opnieuw." in str(refusal.value)
    assert User.objects.filter(pk=guide.user_id).exists()
