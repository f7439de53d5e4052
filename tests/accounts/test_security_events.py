from __future__ import annotations

import pytest
from django.utils import timezone

from draagvlak.accounts.queries import security_events
from draagvlak.core.models import AuditEvent
from tests.factories.places import make_member

pytestmark = pytest.mark.django_db


def test_what_was_done_several_times_in_a_minute_is_one_line():
    guide = make_member()
    AuditEvent.objects.all().delete()
    now = timezone.now().replace(second=5)
    for second in range(3):
        AuditEvent.objects.create(
            workspace_id=guide.tenant,
            verb="vault.opened",
            subject_type="vault.box",
            subject_id=guide.user_id,
            actor_id=guide.user_id,
            at=now.replace(second=second),
        )
    assert [each.times for each in security_events(guide)] == [3]
