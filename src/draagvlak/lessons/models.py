"""What a workspace does with lessons: which words it took over, and which lessons it keeps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from draagvlak.concerns.models import Cause
from draagvlak.core.tenancy import TenantForeignKey, TenantModel
from draagvlak.measures.models import Measure
from draagvlak.programmes.models import Programme


class Pick(TenantModel):
    """That a cause or a measure began with the words of a lesson. What became of them is its own.

    `entry` is the lesson (its key in the shipped library, or of an own lesson), `example` the part
    of it and `offered` the words as they stood there then: the library may change later.
    """

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    cause = TenantForeignKey(
        Cause, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    measure = TenantForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    entry = models.CharField(max_length=80)
    example = models.CharField(max_length=120)
    offered = models.CharField(max_length=160)
    picked_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(cause__isnull=False, measure=None)
                | models.Q(cause=None, measure__isnull=False),
                name="pick_is_of_one",
            ),
            models.UniqueConstraint(
                fields=["workspace", "cause"],
                condition=models.Q(cause__isnull=False),
                name="pick_cause_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "measure"],
                condition=models.Q(measure__isnull=False),
                name="pick_measure_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "entry"], name="pick_of_entry"),
        ]

    def __str__(self) -> str:
        return self.offered
