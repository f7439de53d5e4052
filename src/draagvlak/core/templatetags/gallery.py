"""What the gallery page shows: invented rows for components that take lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms, template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

register = template.Library()


@dataclass(frozen=True)
class Sample:
    """One row of a list; a component reads the names that it needs."""

    label: str
    text: str = ""
    href: str = ""
    state: str = ""
    value: str = ""
    count: str = ""
    hint: str = ""
    kind: str = ""
    start: int = 0
    end: int = 0
    current: bool = False
    options: Sequence[Sample] = field(default=())


STEPS = (
    Sample("Gehoord", "“Niemand heeft mij gevraagd hoe wij het nu doen.”", state="done"),
    Sample("Oorzaak", "Keuze bekendgemaakt op intranet, zonder gesprek", state="done"),
    Sample("Maatregel", "Werksessie “hoe doen wij het nu” op 26 november", state="now"),
    Sample("Teruggekoppeld", "Nog niet", state="todo"),
    Sample("Effect", "Meting in januari", state="todo"),
)

SAMPLES: Mapping[str, Sequence[Sample]] = {
    "steps": STEPS,
    "crumbs": (Sample("Gesprekken", href="#crumbs"), Sample("Gesprek met Marijke de Boer")),
    "facets": (
        Sample(
            "Soort",
            options=(
                Sample("Alles", href="#facets", count="35", current=True),
                Sample("Zorg", href="#facets", count="24"),
                Sample("Wens", href="#facets", count="11"),
            ),
        ),
        Sample(
            "Stand",
            options=(
                Sample("Gehoord", href="#facets", count="9"),
                Sample("Beantwoord", href="#facets", count="14"),
            ),
        ),
    ),
    "tabs": (
        Sample("Zorgen en wensen", href="#tabs", count="35", current=True),
        Sample("Uitspraken", href="#tabs", count="80"),
        Sample("Betrokkenen", href="#tabs"),
    ),
    "tasks": (
        Sample("Haal de mensen binnen", href="#tasks", state="done", hint="122 mensen, 9 teams"),
        Sample("Plan de eerste gesprekken", href="#tasks", state="now", hint="18 van 24 gepland"),
        Sample("Beschrijf de visie", href="#tasks", state="todo"),
        Sample("Ga naar de volgende fase", state="locked"),
    ),
    "paragraphs": (
        Sample(
            "1",
            "Ik sprak met Marijke op haar werkplek. Ze werkt al 22 jaar bij het secretariaat. "
            "“Maar niemand heeft mij gevraagd hoe wij het nu doen.” "
            "Ze hoorde van de keuze op het intranet.",
        ),
        Sample(
            "2",
            "Ze zou het fijn vinden om mee te kijken. “Gewoon een uurtje naast iemand zitten.”",
            start=176,
        ),
    ),
    "quotes": (Sample("1", kind="worry", start=82, end=134),),
    "summary": (
        Sample("Eigenaar", value="Joke van Dam", href="#summary"),
        Sample("Antwoord voor", value="26 november 2026", href="#summary"),
        Sample("Genoemd door", value="9 mensen"),
    ),
}


class SampleForm(forms.Form):
    """One field of every sort, with errors to look at."""

    title = forms.CharField(
        label="Zorg of wens in één zin",
        error_messages={"required": "Schrijf in één zin wat speelt."},
    )
    text = forms.CharField(
        label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    group = forms.ChoiceField(
        label="Doelgroep",
        help_text="Kies de groep die het het meest merkt.",
        choices=[("s", "Secretariaat"), ("c", "Collegeleden")],
    )
    kind = forms.ChoiceField(
        label="Wat hoor je?",
        choices=[("worry", "Zorg"), ("wish", "Wens")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies zorg of wens."},
    )
    groups = forms.MultipleChoiceField(
        label="Wie merken het nog meer?",
        required=False,
        choices=[("b", "Beleidsadviseurs"), ("g", "Griffie")],
        widget=forms.CheckboxSelectMultiple,
    )
    exact = forms.CharField(label="De passage", widget=forms.Textarea(attrs={"rows": 3}))
    note = forms.CharField(label="Aantekeningen", required=False, widget=forms.Textarea)
    on = forms.DateField(label="Antwoord voor", widget=forms.DateInput(attrs={"type": "date"}))
    agreed = forms.BooleanField(
        label="De spreker vindt deze tekst goed",
        error_messages={"required": "Vraag eerst of het zo mag."},
    )


@register.simple_tag
def sample(name: str) -> Sequence[Sample]:
    """The invented rows for one component; KeyError when there are none by this name."""
    return SAMPLES[name]


@register.simple_tag
def sample_form(*, sent: bool = False) -> SampleForm:
    """The sample form: fresh, or sent empty and refused."""
    form = SampleForm({"text": "Al ingevuld."} if sent else None, auto_id=f"s{int(sent)}_%s")
    form.is_valid()
    return form
