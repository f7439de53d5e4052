"""Signing in at the provider of a workspace: what is believed, whom it lets in, and where."""

from __future__ import annotations

import re
import time

import jwt
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from draagvlak.accounts.commands import ProviderWish, remove_provider, set_provider
from draagvlak.accounts.models import Identity, OpenIdProvider, User
from draagvlak.accounts.queries import provider_secret
from draagvlak.core.fetching import Unreachable, fetch_json
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.lib.openid import public_keys
from draagvlak.programmes.commands import invite_member
from draagvlak.programmes.models import Membership
from tests.accounts.provider_server import OTHER_KEY, provider
from tests.factories.places import make_member, make_programme, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(settings):
    cache.clear()
    settings.OPENID_LOOPBACK = True


@pytest.fixture(scope="module")
def server():
    with provider() as told:
        yield told


@pytest.fixture
def told(server):
    server.claims, server.key, server.algorithm, server.key_id = {}, type(server).key, "RS256", ""
    server.asked.clear()
    server.about.clear()
    server.headers.clear()
    return server


@pytest.fixture
def keeper():
    return make_member(make_programme(), Role.ADMINISTRATOR)


def wish(told, **more):
    given = {
        "name": "Gemeente Voorbeeldstad", "issuer": told.issuer, "client_id": "draagvlak",
        "by_key": False, "secret": "een geheim", "vouches": False, "is_on": True,
    }  # fmt: skip
    return ProviderWish(**given | more)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def start(client, actor):
    return client.get(reverse("accounts:provider_start", args=[actor.workspace.slug]))


def back(client, wanted, code, **more):
    given = {"state": wanted["state"], "code": code} | more
    return client.get(reverse("accounts:provider_back"), given)


def walk(client, actor, told, **claims):
    """All the way: to the provider, signed in there, and back."""
    wanted, code = told.send_back(start(client, actor)["Location"])
    told.claims |= claims
    return back(client, wanted, code)


def is_in(client):
    return "_auth_user_id" in client.session


def test_a_member_comes_in(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    member = make_user()
    programme = keeper.programme_id
    Membership.objects.create(
        workspace_id=keeper.tenant, programme_id=programme, user=member, role=Role.KEY_USER
    )

    answer = walk(client, keeper, told, email=member.email.upper(), email_verified=True)

    assert answer["Location"] == f"/w/{keeper.workspace.slug}/organisations/"
    assert client.get(answer["Location"]).status_code == 200
    assert Identity.objects.get().user_id == member.pk
    assert told.headers[0].startswith("Basic ")
    assert "een geheim" not in str(OpenIdProvider.objects.values())


def test_what_is_asked_carries_state_nonce_and_a_challenge(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))

    address = start(client, keeper)["Location"]

    assert address.startswith(f"{told.issuer}/a?response_type=code&client_id=draagvlak&")
    assert "code_challenge_method=S256" in address
    assert "&nonce=" in address
    assert client.session["openid"]["verifier"] not in address


@pytest.mark.parametrize(
    ("claims", "algorithm"),
    [
        ({"nonce": "van een ander"}, "RS256"),
        ({"aud": "iemand-anders"}, "RS256"),
        ({"aud": ["draagvlak", "iemand-anders"]}, "RS256"),
        ({"azp": "iemand-anders"}, "RS256"),
        ({"iss": "https://login.elders.example"}, "RS256"),
        ({"exp": 1_700_000_000}, "RS256"),
        ({"iat": 4_000_000_000}, "RS256"),
        ({"nbf": 4_000_000_000}, "RS256"),
        ({"sub": None}, "RS256"),
        ({}, "none"),
        ({}, "HS256"),
    ],
)
def test_a_token_that_is_not_right_lets_nobody_in(told, keeper, client, claims, algorithm):
    set_provider(by=keeper, wish=wish(told))
    email = User.objects.get(pk=keeper.user_id).email
    told.algorithm = algorithm

    answer = walk(client, keeper, told, email=email, email_verified=True, **claims)

    assert answer.status_code == 403
    assert not is_in(client)
    assert Identity.objects.count() == 0
    assert "gaf geen antwoord dat we kunnen vertrouwen" in words(answer)
    assert AuditEvent.objects.filter(verb="accounts.provider_refused").count() == 1


def test_nor_does_the_signature_of_another_key(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    email = User.objects.get(pk=keeper.user_id).email
    told.key = OTHER_KEY

    assert walk(client, keeper, told, email=email, email_verified=True).status_code == 403
    told.key_id = public_keys(OTHER_KEY)["keys"][0]["kid"]
    assert walk(client, keeper, told, email=email, email_verified=True).status_code == 403
    assert not is_in(client)


def test_a_code_is_used_once_and_only_in_the_browser_that_asked(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    told.claims |= {"email": User.objects.get(pk=keeper.user_id).email, "email_verified": True}
    wanted, code = told.send_back(start(client, keeper)["Location"])

    thief = Client()
    assert back(thief, wanted, code).status_code == 400
    assert back(client, {"state": "geraden"}, code).status_code == 400
    assert back(client, wanted, code).status_code == 400
    assert not is_in(client)
    assert not is_in(thief)
    wanted, code = told.send_back(start(client, keeper)["Location"])
    told.claims["nonce"] = wanted["nonce"]
    assert back(client, wanted, code).status_code == 302
    assert back(client, wanted, code).status_code == 400


def test_an_answer_of_another_issuer_is_refused(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    wanted, code = told.send_back(start(client, keeper)["Location"])

    answer = back(client, wanted, code, iss="https://login.elders.example")

    assert answer.status_code == 403
    assert told.asked == []


def test_an_address_that_is_not_verified_is_not_believed(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    email = User.objects.get(pk=keeper.user_id).email

    for verified in (False, None, "true", 1):
        answer = walk(client, keeper, told, email=email, email_verified=verified)
        assert answer.status_code == 403
        assert "staat niet in voor je e-mailadres" in words(answer)
        told.claims.pop("nonce")
    assert not is_in(client)


def test_nobody_gets_access_by_being_known_there(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    stranger = make_user()

    for email in (stranger.email, "nieuw@voorbeeldstad.example"):
        answer = walk(client, keeper, told, email=email, email_verified=True)
        assert answer.status_code == 403
        assert "Je bent hier nog niet uitgenodigd." in words(answer)
        told.claims.pop("nonce")
    assert not User.objects.filter(email="nieuw@voorbeeldstad.example").exists()
    assert not Membership.objects.filter(user=stranger).exists()


def test_who_was_invited_joins_with_that_role(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    invite_member(by=keeper, name="Anne Smit", email="anne@voorbeeldstad.example", role="employee")

    answer = walk(
        client, keeper, told, email="anne@voorbeeldstad.example", email_verified=True, name="X"
    )

    assert answer.status_code == 302
    user = User.objects.get(email="anne@voorbeeldstad.example")
    assert (user.name, user.has_usable_password()) == ("Anne Smit", False)
    assert [m.role for m in Membership.objects.filter(user=user)] == [Role.EMPLOYEE]


def test_later_the_subject_counts_not_the_address(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    email = User.objects.get(pk=keeper.user_id).email
    walk(client, keeper, told, email=email, email_verified=True)
    other = Client()
    told.claims.clear()

    answer = walk(other, keeper, told, email="nieuw-adres@elders.example", sub="sub-1")

    assert answer.status_code == 302
    assert other.session["_auth_user_id"] == str(keeper.user_id)


def test_who_lost_the_role_does_not_come_in(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    email = User.objects.get(pk=keeper.user_id).email
    walk(client, keeper, told, email=email, email_verified=True)
    Membership.objects.filter(user_id=keeper.user_id).update(ended_at="2026-11-01T00:00Z")
    told.claims.clear()

    answer = walk(Client(), keeper, told, email=email, email_verified=True)

    assert answer.status_code == 403


def test_a_provider_speaks_for_its_own_workspace_only(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    victim = make_user("Slachtoffer")
    here = make_member(programme_of(keeper), Role.KEY_USER, user=victim)
    away = make_member(make_programme(), Role.SPONSOR, user=victim)
    walk(client, keeper, told, email=victim.email, email_verified=True)

    def status(address):
        answer = client.get(address)
        return answer.status_code, answer.get("Location", "")

    inside = f"/w/{here.workspace.slug}/p/{here.programme.slug}/today/"
    outside = f"/w/{away.workspace.slug}/p/{away.programme.slug}/today/"
    short = reverse("accounts:provider_short")
    assert status(inside)[0] == 200
    assert status(outside) == (303, short)
    for name in ("accounts:profile", "account_set_password", "mfa_index", "accounts:session_list"):
        assert status(reverse(name)) == (303, short)
    assert status("/") == (303, f"/w/{here.workspace.slug}/organisations/")
    assert "Log hiervoor anders in" in words(client.get(short))


def programme_of(actor):
    from draagvlak.programmes.models import Programme  # noqa: PLC0415 for one test

    return Programme.objects.select_related("workspace").get(pk=actor.programme_id)


def test_a_second_proof_is_still_asked_unless_the_provider_vouches(told, keeper, client):
    set_provider(by=keeper, wish=wish(told))
    email = User.objects.get(pk=keeper.user_id).email
    inside = f"/w/{keeper.workspace.slug}/p/{keeper.programme.slug}/today/"
    walk(client, keeper, told, email=email, email_verified=True)
    assert client.get(inside)["Location"] == reverse("accounts:provider_short")

    set_provider(by=keeper, wish=wish(told, vouches=True))
    told.claims.clear()
    walk(client, keeper, told, email=email, email_verified=True, amr=["pwd", "mfa"])

    assert client.get(inside).status_code == 200


@pytest.mark.parametrize(
    ("levels", "claims", "enough"),
    [
        ("", {}, False),
        ("", {"amr": ["pwd"]}, False),
        ("", {"amr": "mfa"}, False),
        ("", {"amr": ["otp"]}, False),
        ("", {"amr": ["pwd", "otp"]}, True),
        ("", {"amr": ["mfa"]}, True),
        ("", {"acr": "hoog"}, False),
        ("substantieel hoog", {"acr": "hoog"}, True),
        ("substantieel hoog", {"acr": "laag", "amr": ["mfa"]}, False),
        ("substantieel hoog", {"acr": "hoo"}, False),
    ],
)
def test_a_provider_is_believed_about_two_proofs_only_where_its_token_says_so(  # noqa: PLR0917
    told, keeper, client, levels, claims, enough
):
    set_provider(by=keeper, wish=wish(told, vouches=True, strong_levels=levels))
    email = User.objects.get(pk=keeper.user_id).email
    inside = f"/w/{keeper.workspace.slug}/p/{keeper.programme.slug}/today/"

    walk(client, keeper, told, email=email, email_verified=True, **claims)

    answer = client.get(inside)
    assert answer.status_code == (200 if enough else 303)
    if not enough:
        assert answer["Location"] == reverse("accounts:provider_short")


def test_the_levels_are_asked_of_the_provider(told, keeper, client):
    set_provider(by=keeper, wish=wish(told, vouches=True, strong_levels="hoog"))
    start = reverse("accounts:provider_start", args=[keeper.workspace.slug])
    assert "acr_values=hoog" in client.get(start)["Location"]
    assert "prompt=login&max_age=0" in client.get(f"{start}?again=1")["Location"]


def test_who_is_asked_anew_must_have_been_asked_anew(told, keeper, client):
    set_provider(by=keeper, wish=wish(told, vouches=True))
    email = User.objects.get(pk=keeper.user_id).email
    start = f"{reverse('accounts:provider_start', args=[keeper.workspace.slug])}?again=1"
    for proven, status in ((0, 403), (int(time.time()) - 4000, 403), (int(time.time()), 302)):
        told.claims.clear()
        claims = {"email": email, "email_verified": True, "amr": ["mfa"], "auth_time": proven}
        told.claims.update(claims)
        wanted, code = told.send_back(client.get(start)["Location"])
        back = reverse("accounts:provider_back")
        assert client.get(back, {"state": wanted["state"], "code": code}).status_code == status


@pytest.mark.parametrize(
    "change", [{"is_on": False}, {"vouches": False}, {"strong_levels": "hoog"}, None]
)
def test_a_stricter_or_removed_provider_signs_out_who_came_in_by_it(told, keeper, client, change):
    set_provider(by=keeper, wish=wish(told, vouches=True))
    email = User.objects.get(pk=keeper.user_id).email
    walk(client, keeper, told, email=email, email_verified=True, amr=["mfa"])
    inside = f"/w/{keeper.workspace.slug}/p/{keeper.programme.slug}/today/"
    assert client.get(inside).status_code == 200
    by_password = sign_in(Client(), keeper)

    if change is None:
        remove_provider(by=keeper)
    else:
        set_provider(by=keeper, wish=wish(told, **{"vouches": True} | change))

    assert client.get(inside)["Location"].startswith(reverse("account_login"))
    assert by_password.get(inside).status_code == 200


def test_a_key_of_our_own_proves_who_asks(told, keeper, client):
    set_provider(by=keeper, wish=wish(told, by_key=True, secret=""))
    email = User.objects.get(pk=keeper.user_id).email

    answer = walk(client, keeper, told, email=email, email_verified=True)

    assert answer.status_code == 302
    form = told.asked[0]
    keys = client.get(reverse("accounts:provider_keys", args=[keeper.workspace.slug])).json()
    claims = jwt.decode(
        form["client_assertion"], jwt.PyJWK(keys["keys"][0]), algorithms=["RS256"],
        audience=f"{told.issuer}/t", issuer="draagvlak",
    )  # fmt: skip
    assert claims["sub"] == "draagvlak"
    assert claims["exp"] - time.time() <= 60
    assert "d" not in keys["keys"][0]
    assert b"PRIVATE KEY" in provider_secret(OpenIdProvider.objects.get())
    assert b"PRIVATE KEY" not in bytes(OpenIdProvider.objects.get().sealed)
    assert told.headers == [""]


def test_a_provider_that_is_off_or_away_lets_nobody_in(told, keeper, client):
    set_provider(by=keeper, wish=wish(told, issuer="http://127.0.0.1:9"))
    assert start(client, keeper).status_code == 502
    set_provider(by=keeper, wish=wish(told, is_on=False))
    assert start(client, keeper).status_code == 404


def test_only_the_administrator_sets_it(told):
    with pytest.raises(Refused):
        set_provider(by=make_member(), wish=wish(told))


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://localhost/",
        "https://user:word@example.org/",
        "file:///etc/passwd",
        "https:///",
    ],
)
def test_nothing_inside_ones_own_network_is_asked(settings, address):
    settings.OPENID_LOOPBACK = False

    with pytest.raises(Unreachable):
        fetch_json(address)


@pytest.mark.parametrize(
    ("about", "status"),
    [
        ({"sub": "sub-1", "email_verified": True}, 302),
        ({"sub": "sub-2", "email_verified": True}, 403),
        ({"email_verified": True}, 403),
        ({"sub": "sub-1", "email_verified": False}, 403),
    ],
)
def test_an_address_outside_the_token_is_asked_for_and_believed_of_the_same_one_only(
    told, keeper, client, about, status
):
    set_provider(by=keeper, wish=wish(told))
    told.about.update(about | {"email": User.objects.get(pk=keeper.user_id).email})

    assert walk(client, keeper, told).status_code == status
