"""What people fill in at a door, and what guides fill in about doors and threads."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.models import Concern
from draagvlak.contributions import rules
from draagvlak.contributions.commands import (
    AgreementDraft,
    Draft,
    EntranceDraft,
)
from draagvlak.contributions.forms.fields import (
    EMPTY,
    NO_ADDRESS,
    TOO_LONG,
    UNKNOWN,
    HolderForm,
    Words,
    demand,
)
from draagvlak.contributions.models import Contribution
from draagvlak.contributions.queries.threads import Part, Why
from draagvlak.core.ids import uuid4
from draagvlak.lib.receipts import MistypedReceipt, new_receipt, read_receipt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from draagvlak.concerns.queries.choices import Choice
    from draagvlak.contributions.models import Agreement, Entrance
    from draagvlak.contributions.queries.changing import StepOffer


class SpeakForm(forms.Form):
    """One text and one of three ways. The receipt was made with the form: sent twice, kept once."""

    text = Words(required=False, strip=False)
    way = forms.ChoiceField(
        choices=Contribution.Way.choices,
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )
    name = Words(required=False, max_length=120, error_messages={"max_length": TOO_LONG})
    address = forms.EmailField(
        required=False, max_length=200, error_messages={"invalid": NO_ADDRESS}
    )
    receipt = forms.CharField(required=False)
    looked = forms.BooleanField(required=False)
    step = forms.CharField(required=False, max_length=60)

    def clean_step(self) -> UUID | None:
        """What cannot be read is about nothing in particular."""
        try:
            return UUID(str(self.cleaned_data["step"]))
        except ValueError:
            return None

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        demand(rules.may_say(text))
        return text

    def clean_receipt(self) -> str:
        try:
            return read_receipt(str(self.cleaned_data["receipt"]))
        except MistypedReceipt:
            return new_receipt()

    def clean(self) -> None:
        """What stands in a field that does not count is nobody's mistake."""
        said = self.cleaned_data
        if said.get("way") == Contribution.Way.ANONYMOUS:
            said["name"] = said["address"] = ""
            for name in ("name", "address"):
                self.errors.pop(name, None)
        if said.get("way") == Contribution.Way.NAMED and not str(said.get("name", "")).strip():
            self.add_error("name", str(_("Write your name, or choose another way.")))

    def draft(self) -> Draft:
        said = self.cleaned_data
        return Draft(said["way"], said["text"], said["name"].strip(), said["address"], said["step"])


class SayForm(HolderForm):
    """One line more."""

    text = Words(required=False, strip=False)
    key = forms.UUIDField()

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        demand(rules.may_say(text))
        return text


class ReactForm(HolderForm):
    """Whether it is solved for this voice."""

    voice = forms.UUIDField()
    solved = forms.ChoiceField(
        choices=[("yes", ""), ("partly", ""), ("no", "")],
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )
    reason = Words(
        required=False, max_length=rules.REASON_LENGTH, error_messages={"max_length": TOO_LONG}
    )


class ReplyForm(HolderForm):
    """Whether the holder joins what they were asked for."""

    answer = forms.ChoiceField(
        choices=[("yes", ""), ("no", "")],
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )


class WithdrawForm(HolderForm):
    """Taking everything back, once it was read what that means."""

    sure = forms.BooleanField(required=False)


class JoinForm(HolderForm):
    """A concern that others voiced."""

    concern = forms.UUIDField()


class EntranceForm(forms.Form):
    """A door: its name, whom it is for, what is asked, until when."""

    name = forms.CharField(
        label=_("Name of the door"),
        max_length=80,
        error_messages={"required": EMPTY, "max_length": TOO_LONG},
    )
    group = forms.ChoiceField(label=_("For which group"), required=False)
    question = forms.CharField(
        label=_("What you ask"),
        max_length=200,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    ends_on = forms.DateField(
        label=_("Open until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a day.")},
    )
    shows_change = forms.BooleanField(
        label=_("Show behind this door what changes for the group"), required=False
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        groups: Sequence[Choice],
        sent: QueryDict | None = None,
        *,
        entrance: Entrance | None = None,
        once: str = "",
    ) -> None:
        start: dict[str, object] = {"once": once}
        if entrance is not None:
            names = ("name", "question", "ends_on", "shows_change", "version")
            start = {name: getattr(entrance, name) for name in names}
            start["group"] = str(entrance.group_id or "")
        super().__init__(sent, initial=start)
        choices = [(str(one.id), one.label) for one in groups]
        group = self.fields["group"]
        if isinstance(group, forms.ChoiceField):
            group.choices = [("", _("Everybody in the programme")), *choices]

    def draft(self) -> EntranceDraft:
        said = self.cleaned_data
        group = UUID(said["group"]) if said["group"] else None
        return EntranceDraft(
            said["name"], said["question"], group, said["ends_on"], said["shows_change"]
        )


class TieForm(forms.Form):
    """Where a contribution belongs: one of the concerns, or a new one."""

    goal = forms.CharField(required=False)
    kind = forms.ChoiceField(
        label=_("What do you hear?"), choices=Concern.Kind.choices, required=False
    )
    title = forms.CharField(
        label=_("Title"), max_length=160, required=False, error_messages={"max_length": TOO_LONG}
    )
    steps = forms.MultipleChoiceField(
        label=_("What in the work is it about?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN},
        help_text=_(
            "Who reads the worry or wish sees this step. Leave it out when few people do this "
            "work: it could say who spoke."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self,
        sent: QueryDict | None = None,
        offers: Sequence[StepOffer] = (),
        initial: Mapping[str, object] | None = None,
    ) -> None:
        start = {"steps": [one.key for one in offers if one.chosen], **(initial or {})}
        super().__init__(sent, initial=start)
        self._offers = offers
        chosen = self.fields["steps"]
        if not offers:
            del self.fields["steps"]
        elif isinstance(chosen, forms.MultipleChoiceField):
            chosen.choices = [(one.key, one.label) for one in offers]

    def spots(self) -> tuple[Mapping[str, str], ...]:
        """The steps that were chosen, as `core.thread.put_on_spots` takes them."""
        chosen = self.cleaned_data.get("steps", [])
        return tuple(one.asked for one in self._offers if one.key in chosen)

    def clean(self) -> None:
        """A new one has a title; another is one of those that were shown."""
        goal, title = self.cleaned_data.get("goal", ""), self.cleaned_data.get("title", "")
        if goal in {"", "new"}:
            if not str(title).strip():
                self.add_error("title", str(_("Give it a title, or choose one that is there.")))
            return
        try:
            self.cleaned_data["concern"] = UUID(goal)
        except ValueError:
            self.add_error("goal", str(UNKNOWN))


class QuoteForm(TieForm):
    """A passage of what was said, by its place or by its words, and where it belongs."""

    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)
    exact = Words(
        label=_("The passage"), required=False, strip=False, widget=forms.Textarea({"rows": 3})
    )
    field_order = ("exact", "kind", "goal", "title")


class AskForm(forms.Form):
    """What somebody is asked to join, in which words."""

    part = forms.ChoiceField(
        label=_("What do you ask?"),
        choices=[
            (Part.SOUNDING_BOARD, _("To join the sounding board")),
            (Part.KEY_USER, _("To become a key user")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )
    text = Words(
        label=_("Your message"), required=False, strip=False, widget=forms.Textarea({"rows": 5})
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        demand(rules.may_say(text))
        return text


class AgreementForm(forms.Form):
    """How long contributions are kept, and where one reports wrongdoing."""

    report_to = forms.CharField(
        label=_("Where one reports wrongdoing"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )
    kept_months = forms.TypedChoiceField(
        label=_("How long contributions are kept"),
        coerce=int,
        choices=[
            (6, _("half a year after the last message")),
            (12, _("a year after the last message")),
            (24, _("two years after the last message")),
            (36, _("three years after the last message")),
        ],
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, sent: QueryDict | None = None, *, agreement: Agreement) -> None:
        names = ("report_to", "kept_months", "version")
        super().__init__(sent, initial={name: getattr(agreement, name) for name in names})

    def draft(self) -> AgreementDraft:
        said = self.cleaned_data
        return AgreementDraft(said["kept_months"], said["report_to"])


class WriteForm(forms.Form):
    """What a guide writes in a thread."""

    text = Words(
        label=_("Your message"), required=False, strip=False, widget=forms.Textarea({"rows": 4})
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        demand(rules.may_say(text))
        return text


class RedactForm(forms.Form):
    """What must go, and why."""

    passage = Words(
        label=_("The words that must go"), required=False, widget=forms.Textarea({"rows": 2})
    )
    why = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (Why.NAME, _("the name of somebody else")),
            (Why.HEALTH, _("somebody’s health")),
            (Why.PERSONAL, _("other personal details")),
            (Why.OTHER, _("something else that does not belong here")),
        ],
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
