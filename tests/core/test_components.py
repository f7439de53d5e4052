"""Components refuse what they do not know, and render what a reader needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Engine, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString

from draagvlak.core.templatetags import fields, ui

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src" / "draagvlak" / "core" / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "ui").glob("*.html"))


def render(source, **context):
    return Engine.get_default().from_string(source).render(Context(context))


def squeezed(html):
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html)).strip()


@dataclass(frozen=True)
class Row:
    label: str
    url: str = ""
    state: str = ""
    text: str = ""


class Answer(forms.Form):
    title = forms.CharField(
        label="Antwoord", help_text="In één zin.", error_messages={"required": "Schrijf iets."}
    )
    kind = forms.ChoiceField(
        label="Soort",
        choices=[("worry", "Zorg"), ("wish", "Wens")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies er één."},
    )
    note = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea)
    sure = forms.BooleanField(label="Het mag zo", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.cleaned_data.get("note") == "nee":
            raise forms.ValidationError("Dit past niet bij elkaar.")


# What is refused when a template is compiled


def test_an_unknown_prop_is_refused():
    with pytest.raises(
        TemplateSyntaxError, match=r'"kind" %} has no prop \'size\'; it has: kind, label'
    ):
        render('{% ui "kind" kind="wish" size=2 / %}')


def test_a_missing_prop_is_refused():
    with pytest.raises(TemplateSyntaxError, match='"status" %} misses: label, state'):
        render('{% ui "status" / %}')


def test_content_is_refused_where_there_is_no_place_for_it():
    with pytest.raises(TemplateSyntaxError, match="has no slot body; it has: none"):
        render('{% ui "kind" kind="wish" %}Wens{% endui %}')


def test_an_unknown_slot_is_refused():
    with pytest.raises(TemplateSyntaxError, match="has no slot side; it has: actions, body, foot"):
        render('{% ui "card" %}{% slot "side" %}x{% endslot %}{% endui %}')


def test_a_slot_outside_a_component_is_refused():
    with pytest.raises(TemplateSyntaxError, match="stands outside"):
        render('{% slot "foot" %}x{% endslot %}')


def test_an_unknown_slot_under_a_condition_is_refused_too():
    with pytest.raises(TemplateSyntaxError, match="has no slot side"):
        render('{% ui "card" %}{% if 0 %}{% slot "side" %}x{% endslot %}{% endif %}{% endui %}')


@pytest.mark.parametrize(
    "source",
    [
        '{% ui "kind" kind / %}',
        '{% ui "kind" kind= / %}',
        '{% ui "kind" kind="a" kind="b" / %}',
        "{% ui kind / %}",
        "{% ui %}{% endui %}",
        "{% slot foot %}{% endslot %}",
        "{% icon %}",
    ],
)
def test_what_cannot_be_read_is_refused(source):
    with pytest.raises(TemplateSyntaxError):
        render(source)


def test_a_component_that_declares_no_props_is_refused():
    with pytest.raises(TemplateSyntaxError, match="declares no props on its first line"):
        ui.read_component("loose", Engine.get_default().from_string("<p>x</p>"))


def test_html_attributes_are_refused_where_they_would_be_lost():
    with pytest.raises(TemplateSyntaxError, match="has no prop 'data-x'"):
        render('{% ui "kind" kind="wish" data-x="1" / %}')


def test_an_unknown_icon_is_refused_when_compiling_a_literal():
    with pytest.raises(TemplateSyntaxError, match="There is no icon 'hous': add it to"):
        Engine.get_default().from_string('{% icon "hous" %}')


def test_an_unknown_icon_is_refused_when_rendering_a_variable():
    with pytest.raises(TemplateSyntaxError, match="There is no icon 'hous'"):
        render("{% icon name %}", name="hous")


# What a component shows


def test_a_component_sees_its_props_and_nothing_else():
    assert render('{% ui "status" state="heard" label=label / %}', label="Gehoord", state="x") == (
        '<span class="status status-heard">Gehoord</span>'
    )


def test_text_is_escaped():
    assert "&lt;b&gt;" in render('{% ui "chip" label=label / %}', label="<b>")


def test_slots_and_body_are_rendered_in_the_page_around_them():
    html = render(
        '{% ui "card" title="T" id="c" %}{{ word }}'
        '{% slot "foot" %}{{ word }}!{% endslot %}{% endui %}',
        word="hallo",
    )
    assert squeezed(html) == (
        '<section class="card card-plain" id="c" aria-labelledby="c-title">'
        '<div class="card-head"><h2 id="c-title">T</h2></div> hallo '
        '<div class="card-foot">hallo!</div></section>'
    )


@pytest.mark.parametrize(("shown", "feet"), [(True, 1), (False, 0)])
def test_a_slot_may_stand_under_a_condition(shown, feet):
    html = render(
        '{% ui "card" %}{% if shown %}'
        '{% slot "foot" %}{{ word }}{% endslot %}'
        "{% endif %}{% endui %}",
        shown=shown,
        word="voet",
    )
    assert html.count('<div class="card-foot">voet</div>') == feet
    assert html.count("card-foot") == feet


def test_a_component_in_a_component_keeps_its_own_slots():
    html = render(
        '{% ui "card" %}{% ui "card" %}{% slot "foot" %}binnen{% endslot %}{% endui %}{% endui %}'
    )
    assert html.count("card-foot") == 1


def test_html_attributes_are_passed_on_escaped_and_switched_off_by_false():
    html = render(
        '{% ui "button" label="Ga" type="button" hx-get=url data-on=yes data-off=no / %}',
        url='/x/"?a=1&b=2',
        yes=True,
        no=False,
    )
    assert 'hx-get="/x/&quot;?a=1&amp;b=2" data-on>' in html
    assert "data-off" not in html


def test_plain_attributes_of_html_are_known_and_typing_errors_are_not():
    html = render('{% ui "button" label="Ga" formaction="/x/" formnovalidate=True / %}')
    assert ' formaction="/x/" formnovalidate>' in html
    with pytest.raises(TemplateSyntaxError, match="has no prop 'formation'"):
        render('{% ui "button" label="Ga" formation="/x/" / %}')


def test_a_button_that_may_not_be_used_tells_why():
    html = render('{% ui "button" label="Sluit af" href="/x/" reason="Er is geen antwoord." / %}')
    assert " disabled>" in html
    assert '<span class="refused-reason">Er is geen antwoord.</span>' in html
    assert "href" not in html


def test_a_form_in_a_component_has_the_token_of_the_page():
    html = render('{% ui "action" label="Wis" url="/x/" key="k1" / %}', csrf_token="t" * 64)
    assert f'<input type="hidden" name="csrfmiddlewaretoken" value="{"t" * 64}">' in html
    assert '<input type="hidden" name="idempotency_key" value="k1">' in html


def test_rows_may_have_url_or_href_and_be_dicts():
    html = render(
        '{% ui "tabs" items=items label="Delen" / %}',
        items=[Row("Een", url="/een/"), {"label": "Twee", "href": "/twee/", "current": True}],
    )
    assert '<a href="/een/">Een</a>' in html
    assert '<a href="/twee/" aria-current="page">Twee</a>' in html


def test_the_strip_says_in_words_what_the_dots_show():
    steps = [Row("Gehoord", state="done"), Row("Oorzaak", state="now"), Row("Effect", state="todo")]
    with translation.override("nl"):
        html = squeezed(render('{% ui "strip" steps=steps / %}', steps=steps))
    assert html.count("<li") == len(steps)
    assert '<span class="visually-hidden">: klaar</span>' in html
    assert 'strip-now" aria-current="step"' in html
    assert '<span class="visually-hidden">: nu</span>' in html
    assert '<span class="visually-hidden">: nog te doen</span>' in html


@pytest.mark.parametrize(
    ("kind", "language", "word"),
    [("worry", "nl", "Zorg"), ("wish", "nl", "Wens"), ("wish", "en", "Wish")],
)
def test_the_kind_of_a_concern_in_words(kind, language, word):
    with translation.override(language):
        html = render('{% ui "kind" kind=kind / %}', kind=kind)
    assert html == f'<span class="kind kind-{kind}">{word}</span>'


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("named", "Met je naam"),
        ("confidential", "Vertrouwelijk"),
        ("anonymous", "Anoniem"),
        ("released", "Vrijgegeven"),
        ("vault", "In je kluis"),
    ],
)
def test_the_promise_beside_an_input(level, words):
    with translation.override("nl"):
        html = render('{% ui "confidentiality" level=level text="leesbaar" / %}', level=level)
    assert f"<strong>{words}</strong> <span>leesbaar</span>" in html


def test_an_empty_table_says_so():
    html = render('{% ui "table" caption="Mensen" empty="Nog niemand." %} {% endui %}')
    assert '<td class="table-empty" colspan="99">Nog niemand.</td>' in html


def test_a_pager_without_pages_shows_nothing():
    assert render('{% ui "pager" / %}').strip() == ""


# Fields


def field(form, name, **props):
    given = " ".join(f'{key}="{value}"' for key, value in props.items())
    return squeezed(render(f'{{% ui "field" field=field {given} / %}}', field=form[name]))


def test_a_field_ties_hint_and_error_to_its_input():
    html = field(Answer({}), "title")
    assert '<label for="id_title">Antwoord</label>' in html
    assert '<p class="hint" id="id_title_hint">In één zin.</p>' in html
    assert 'id="id_title_error"' in html
    assert "Schrijf iets." in html
    control = re.search(r"<input[^>]*>", html)[0]
    assert 'aria-describedby="id_title_hint id_title_error"' in control
    assert 'aria-invalid="true"' in control


def test_a_field_without_trouble_is_quiet():
    html = field(Answer(), "note")
    assert "aria-describedby" not in html
    assert "aria-invalid" not in html
    assert "field-error" not in html


def test_a_field_that_may_stay_empty_says_so_unless_told_not_to():
    with translation.override("nl"):
        assert "(mag, hoeft niet)" in field(Answer(), "note")
        assert "(mag, hoeft niet)" not in squeezed(
            render('{% ui "field" field=field mark_optional=False / %}', field=Answer()["note"])
        )


def test_a_hint_and_a_label_of_the_page_win():
    html = field(Answer(), "title", hint="Kort.", label="Jouw antwoord")
    assert "In één zin." not in html
    assert '<p class="hint" id="id_title_hint">Kort.</p>' in html
    assert '<label for="id_title">Jouw antwoord</label>' in html


def test_attributes_go_to_the_input():
    html = squeezed(render('{% ui "field" field=field data-live="1" / %}', field=Answer()["title"]))
    assert 'data-live="1"' in re.search(r"<input[^>]*>", html)[0]


def test_choices_are_a_group_with_a_legend():
    html = field(Answer({}), "kind")
    assert html.startswith(
        '<fieldset class="field field-group field-full field-wrong" id="id_kind"'
        ' aria-describedby="id_kind_error">'
    )
    assert "<legend>Soort</legend>" in html
    assert html.count('type="radio"') == len(["Zorg", "Wens"])
    assert '<label class="choice" for="id_kind_0">' in html


def test_a_checkbox_stands_before_its_words():
    html = field(Answer(), "sure")
    assert re.search(r'<input type="checkbox"[^>]*><span>Het mag zo</span></label>', html)


def test_a_hidden_field_is_only_an_input():
    assert field(Answer(), "key") == '<input type="hidden" name="key" id="id_key">'


def test_the_summary_links_every_error_to_its_input():
    form = Answer({"note": "nee"})
    form.is_valid()
    assert fields.form_errors(form) == [
        fields.FormError("", "Dit past niet bij elkaar."),
        fields.FormError("#id_title", "Schrijf iets."),
        fields.FormError("#id_kind_0", "Kies er één."),
    ]
    html = render('{% ui "error_summary" form=form / %}', form=form)
    assert '<li><a href="#id_title">Schrijf iets.</a></li>' in html
    assert 'tabindex="-1" autofocus data-focus' in html


def test_the_summary_of_a_fine_form_is_nothing():
    form = Answer({"title": "Ja", "kind": "wish"})
    assert form.is_valid()
    assert render('{% ui "error_summary" form=form / %}', form=form).strip() == ""


# Small words


@pytest.mark.parametrize(
    ("tags", "url"),
    [
        ("undo:/w/a/undo/1/", "/w/a/undo/1/"),
        ("other undo:/x/", "/x/"),
        ("", ""),
        ("undo:https://evil.example/", ""),
        ("undo://evil.example/", ""),
        ("undo:javascript:alert(1)", ""),
    ],
)
def test_only_a_path_here_can_undo(tags, url):
    assert ui.undo_url(Message(constants.SUCCESS, "Weg.", extra_tags=tags)) == url


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Joke van Dam", "JD"), ("Joke", "J"), ("", ""), ("  ", ""), ("jan (oud) smit", "JS")],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


def test_a_menu_of_five_stays_whole_and_of_seven_is_split_after_four():
    assert ui.first_items([1, 2, 3, 4, 5], 4) == [1, 2, 3, 4, 5]
    assert ui.items_after([1, 2, 3, 4, 5], 4) == []
    assert ui.first_items([1, 2, 3, 4, 5, 6, 7], 4) == [1, 2, 3, 4]
    assert ui.items_after([1, 2, 3, 4, 5, 6, 7], 4) == [5, 6, 7]


# The set as a whole


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_is_documented_with_its_props(name):
    told = (ROOT / "docs" / "en" / "components.md").read_text(encoding="utf-8")
    used = ui.component(name)
    lines = [line for line in told.splitlines() if line.startswith("|") and f"`{name}`" in line]
    assert lines
    for prop in used.required | used.defaults.keys():
        assert any(re.search(rf"`{prop}[`=]", line) for line in lines), prop


def test_no_template_has_code_or_style_in_it():
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", source), path
        assert "<script" not in re.sub(r"<script src=[^>]*defer></script>", "", source), path


# The frame


def frame(template="base.html", **context):
    request = RequestFactory().get("/ergens/?a=1")
    with translation.override("nl"):
        return squeezed(
            Engine.get_default()
            .get_template(template)
            .render(Context({"request": request, "theme": "dark", "csrf_token": "t", **context}))
        )


def test_the_frame_of_a_signed_out_page():
    html = frame("base_plain.html", nav=[Row("Vandaag", url="/v/")])
    assert '<html lang="nl" data-theme="dark">' in html
    assert '<a class="skip" href="#main">Naar de inhoud</a>' in html
    assert '<main id="main" tabindex="-1">' in html
    assert 'class="side"' not in html
    assert 'class="menu"' not in html
    assert """hx-headers:inherited='{"X-CSRFToken": "t"}'""" in html


def test_the_other_language_is_one_press_away_and_comes_back_here():
    html = frame()
    assert '<input type="hidden" name="next" value="/ergens/?a=1">' in html
    assert 'name="language" value="en" lang="en" title="English"' in html
    assert 'value="nl"' not in html


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    icon: str = "house"
    current: bool = False


@pytest.mark.parametrize(("count", "later"), [(1, 0), (3, 0), (5, 0), (7, 3)])
def test_the_menu_fits_on_a_phone(count, later):
    html = frame(nav=[Place(f"Plek {n}", f"/{n}/", current=n == 0) for n in range(count)])
    assert html.count("data-go>") == count
    assert html.count('class="side-later"') == later
    assert ("<span>Meer</span>" in html) is bool(later)
    assert html.count('aria-current="page"') == 1


def test_messages_come_with_their_undo():
    messages = [Message(constants.SUCCESS, "Gearchiveerd.", extra_tags="undo:/terug/")]
    html = frame(messages=messages)
    assert '<div class="message message-success"><p>Gearchiveerd.</p>' in html
    assert '<form class="action" method="post" action="/terug/">' in html
    assert "<span>Maak ongedaan</span>" in html


def test_pages_end_with_who_to_ask():
    assert "<strong>Vragen?</strong> Vraag het aan de begeleider van je traject." in frame()
    assert "<strong>Vragen?</strong> Vraag het aan Joke." in frame(help_person="Joke")


def test_the_gallery_shows_every_component_to_builders_only(client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.DEBUG = False
    assert client.get("/gallery/").status_code == 404
    settings.DEBUG = True
    assert client.get("/gallery/").status_code == 200
    source = (TEMPLATES / "core" / "gallery.html").read_text(encoding="utf-8")
    shown = set(re.findall(r'{% ui "([a-z_]+)"', source))
    within = {
        used
        for name in shown | {"help"}
        for used in re.findall(
            r'{% ui "([a-z_]+)"', (TEMPLATES / "ui" / f"{name}.html").read_text(encoding="utf-8")
        )
    }
    frame = {"help", "idle_lock", "main_menu", "palette", "shortcuts", "top_search"}
    frame.add("other_languages")
    assert set(COMPONENTS) - shown - within == frame


# What is kept


def test_a_component_that_keeps_is_made_once_for_the_same_words():
    source = '{% ui "button" label=label href="/a/" icon="plus" / %}'
    ui._kept.clear()
    first = render(source, label="Voeg toe")
    assert len(ui._kept) == 1
    assert render(source, label="Voeg toe") == first
    assert len(ui._kept) == 1
    assert "Haal weg" in render(source, label="Haal weg")
    assert len(ui._kept) == 2


def test_what_is_safe_and_what_is_not_are_kept_apart():
    source = '{% ui "button" label=label / %}'
    assert "&lt;b&gt;" in render(source, label="<b>")
    assert "<b>" in render(source, label=SafeString("<b>"))
    assert "&lt;b&gt;" in render(source, label="<b>")


def test_one_and_true_are_kept_apart():
    source = '{% ui "button" label="Open" value=value name="v" / %}'
    assert 'value="1"' in render(source, value=1)
    assert 'value="True"' in render(source, value=True)


def test_what_is_kept_is_kept_per_language():
    source = '{% ui "kind" kind="wish" / %}'
    with translation.override("nl"):
        assert "Wens" in render(source)
    with translation.override("en"):
        assert "Wish" in render(source)


def test_long_words_and_objects_are_not_kept():
    ui._kept.clear()
    render('{% ui "button" label=label / %}', label="a" * 401)
    render('{% ui "button" label=label / %}', label=Row("Wie"))
    assert ui._kept == {}


def test_only_so_much_is_kept(monkeypatch):
    monkeypatch.setattr(ui, "KEPT_AT_MOST", 3)
    ui._kept.clear()
    for at in range(8):
        render('{% ui "button" label=label / %}', label=f"Knop {at}")
    assert len(ui._kept) <= 3


KEEPING = {
    "button",
    "column",
    "confidentiality",
    "demo_banner",
    "kind",
    "main_menu",
    "other_languages",
    "palette",
    "progress",
    "shortcuts",
    "status",
    "top_search",
}


def test_only_components_with_words_of_the_product_keep():
    """What people said must not stay in the memory of a process: think before adding one."""
    assert {name for name in COMPONENTS if ui.component(name).keeps} == KEEPING


# What Django's own tags give, made cheap


@pytest.mark.parametrize(
    "inner",
    [
        '{% translate "Search" %}',
        '{% translate "Open" context "key" %}',
        '{% translate "Search" as x %}[{{ x }}]',
        "{% translate word %}",
        '{% translate "Search"|upper %}',
        '{% translate "100%" %}',
        '{% static "core/dist/app.css" %}',
        '{% static "core/dist/app.css" as x %}[{{ x }}]',
        "{% static word %}",
        '{% url "set_language" %}',
        '{% url "accounts:profile" as x %}[{{ x }}]',
        '{% url "not:there" as x %}[{{ x }}]',
        "{% blocktranslate %}Change {{ word }}{% endblocktranslate %}",
        (
            "{% blocktranslate trimmed with name=word|upper asvar x %}\n Change\n {{ name }}\n"
            "{% endblocktranslate %}[{{ x }}]"
        ),
        (
            "{% blocktranslate trimmed count counter=one %}{{ counter }} person{% plural %}"
            "{{ counter }} people{% endblocktranslate %}"
        ),
        (
            "{% blocktranslate count counter=many %}{{ counter }} person{% plural %}"
            "{{ counter }} people{% endblocktranslate %}"
        ),
        '{% blocktranslate context "key" %}open{% endblocktranslate %}',
        "{% blocktranslate %}100% {{ absent }}{% endblocktranslate %}",
    ],
)
def test_a_fixed_tag_says_what_djangos_own_says(inner):
    for language in ("nl", "en", "nl"):
        with translation.override(language):
            given = {"word": "<Search>", "one": 1, "many": 12345}
            ours = render(inner, **given)
            assert ours == render("{% load i18n static %}" + inner, **given)
            assert ours == render(inner, **given)


def test_a_fixed_tag_is_said_once_per_language():
    page = Engine.get_default().from_string('{% translate "Search" %}')
    with translation.override("nl"):
        assert page.render(Context()) == "Zoek"
    with translation.override("en"):
        assert page.render(Context()) == "Search"
    assert page.nodelist[0].said == {"nl": "Zoek", "en": "Search"}
