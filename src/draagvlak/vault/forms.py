"""What is typed at the door of the vault."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from draagvlak.lib.codes import CodeError, read_code
from draagvlak.vault.rules import may_use_passphrase


def _hidden_words(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class NewPassphrase(forms.Form):
    """A passphrase, typed twice."""

    passphrase = forms.CharField(
        label=_("Passphrase of your vault"), max_length=200, widget=_hidden_words("new-password")
    )
    again = forms.CharField(
        label=_("The same once more"), max_length=200, widget=_hidden_words("new-password")
    )

    def clean_passphrase(self) -> str:
        passphrase = str(self.cleaned_data["passphrase"])
        verdict = may_use_passphrase(passphrase)
        if not verdict:
            raise forms.ValidationError(str(verdict.reason))
        return passphrase

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        first = self.cleaned_data.get("passphrase")
        if first is not None and again != first:
            raise forms.ValidationError(_("The two differ. Type the same passphrase twice."))
        return again


class Code(forms.Form):
    """A recovery code, as somebody copied it."""

    code = forms.CharField(
        label=_("Recovery code"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )

    def clean_code(self) -> str:
        try:
            return read_code(str(self.cleaned_data["code"]))
        except CodeError as error:
            raise forms.ValidationError(_code_message(error)) from None


class OpenForm(forms.Form):
    """The passphrase, to open."""

    passphrase = forms.CharField(
        label=_("Passphrase of your vault"),
        max_length=200,
        widget=_hidden_words("current-password"),
    )


class Recover(NewPassphrase, Code):
    """The recovery code, and a new passphrase."""

    field_order = ("code", "passphrase", "again")


class Change(NewPassphrase):
    """The present passphrase, and a new one."""

    present = forms.CharField(
        label=_("Current passphrase"), max_length=200, widget=_hidden_words("current-password")
    )
    field_order = ("present", "passphrase", "again")


def _code_message(error: CodeError) -> str:
    if error.block:
        text = _("Block %(block)s holds a character that no code has. Look at that block again.")
        return str(text) % {"block": error.block}
    return str(_("A code has five blocks of five characters. Check whether you have them all."))
