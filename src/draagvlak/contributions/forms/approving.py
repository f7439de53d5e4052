"""What a guide asks about a quote, and what its speaker answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from draagvlak.contributions import rules
from draagvlak.contributions.commands import Answer, Proposal
from draagvlak.contributions.forms.fields import TOO_LONG, UNKNOWN, HolderForm, Words
from draagvlak.core.ids import uuid4


class AnswerForm(HolderForm):
    """Whether others may read a quote of the holder, in these words or in others."""

    question = forms.UUIDField()
    shown = Words(required=False, strip=False)
    answer = forms.ChoiceField(
        choices=[("yes", ""), ("own", ""), ("no", "")],
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )
    words = Words(
        required=False,
        max_length=rules.MOST_RELEASED,
        error_messages={"max_length": TOO_LONG},
    )
    now = forms.BooleanField(required=False)
    looked = forms.BooleanField(required=False)

    def clean(self) -> None:
        """Only who chose other words has to write them."""
        said = self.cleaned_data
        if said.get("answer") != "own":
            said["words"] = ""
            self.errors.pop("words", None)
        elif "words" in said and not rules.shows(str(said["words"])):
            self.add_error("words", str(_("Write the words that others may read.")))

    def draft(self) -> Answer:
        said = self.cleaned_data
        yes = said["answer"] != "no"
        return Answer(said["question"], said["shown"], yes, said["words"], said["now"] and yes)


class ApprovalForm(forms.Form):
    """What others would read of a quote, as its speaker is asked."""

    words = Words(
        label=_("In other words"),
        required=False,
        max_length=rules.MOST_RELEASED,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"max_length": _("Make it shorter: at most 600 characters.")},
    )
    verbatim = forms.BooleanField(
        label=_("I ask whether these very words may go out"), required=False
    )
    software = forms.BooleanField(
        label=_("This is about the software: the supplier may read it"), required=False
    )
    seen = forms.UUIDField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def proposal(self) -> Proposal:
        said = self.cleaned_data
        return Proposal(said["words"], said["verbatim"], said["software"])
