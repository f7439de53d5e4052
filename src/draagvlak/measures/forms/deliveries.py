"""What people fill in about a delivery."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.measures.commands import DeliveryDraft
from draagvlak.measures.forms.fields import day_field, possible_day, text_field

if TYPE_CHECKING:
    import datetime as dt

    from django.http import QueryDict

    from draagvlak.measures.models import Delivery


class DeliveryForm(forms.Form):
    """What was delivered, and when."""

    what = text_field(gettext_lazy("What was delivered"), 300)
    delivered_on = day_field(gettext_lazy("When"), required=True)

    def clean_delivered_on(self) -> dt.date | None:
        day = possible_day(self.cleaned_data["delivered_on"])
        if day is not None and day > timezone.localdate():
            raise ValidationError(
                _("This day is still to come. Write it down once it is delivered.")
            )
        return day

    def draft(self) -> DeliveryDraft:
        """What was filled in; only after `is_valid()`."""
        return DeliveryDraft(self.cleaned_data["what"], self.cleaned_data["delivered_on"])


class DeliveryAddForm(DeliveryForm):
    """A new delivery, and whether the measure is delivered with it."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    complete = forms.BooleanField(
        label=gettext_lazy("With this the measure is delivered"), required=False
    )

    def __init__(self, data: QueryDict | None) -> None:
        start = {"once": secrets.token_hex(16), "delivered_on": timezone.localdate()}
        super().__init__(data, initial=start)


class DeliveryEditForm(DeliveryForm):
    """A delivery that exists."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, delivery: Delivery) -> None:
        start = {
            "what": delivery.what,
            "delivered_on": delivery.delivered_on,
            "version": delivery.version,
        }
        super().__init__(data, initial=start)
