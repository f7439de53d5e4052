"""Old reasons in the clear go into the vault as soon as there is one."""

from __future__ import annotations

import pytest

from draagvlak.concerns.models import Voice
from draagvlak.concerns.queries.voices import REASON_FIELD
from draagvlak.concerns.sealing import seal_old_reasons
from draagvlak.vault.queries import unseal_for_programme
from tests.factories.concerns import make_concern
from tests.factories.places import make_member
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db


def old_voice(guide):
    return Voice.objects.create(
        workspace_id=guide.tenant,
        concern=make_concern(guide),
        raised_on="2026-01-01",
        sealed=b"",
        solved="no",
        solved_reason="Het scherm blijft leeg.",
    )


def test_a_reason_is_sealed_the_night_after_the_vault_was_made():
    guide = make_member()
    voice = old_voice(guide)
    assert seal_old_reasons() == 0
    vault = make_vault(guide)

    assert seal_old_reasons() == 1

    voice.refresh_from_db()
    assert voice.solved_reason == ""
    assert b"scherm" not in bytes(voice.sealed_reason)
    opened = unseal_for_programme(
        vault, guide, voice.sealed_reason, row=voice.pk, field=REASON_FIELD
    )
    assert b"Het scherm blijft leeg." in opened
    assert seal_old_reasons() == 0
