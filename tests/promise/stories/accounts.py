"""What people do with accounts, in stories: each begins anew, in a browser that is signed out."""

import re
from collections.abc import Callable

from django.contrib.auth.models import User
from django.core import mail

from tests.factories import PASSWORD
from tests.promise.asking.questions import HTMX, OURS, Ask
from tests.promise.watching.traces import RESET
from tests.promise.whole_world import WholeWorld
from tests.signing_in import give_factor, recovery_codes

from .telling import Step, get, post

#: Of whoever has an account before a story begins.
MEMBER, ADDRESS = "a-member", "member@example.org"
BETTER = "a longer walk home"
#: Else it would take five attempts to close an account, and thirty to close the door to all.
LIMITS = {"login_failed": "3/5m/key", "login": "5/m/ip"}

LOGIN, LOGOUT, SIGNUP = "/accounts/login/", "/accounts/logout/", "/accounts/signup/"
EMAIL, CHANGE, RESET_PAGE = (
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/password/reset/",
)
FACTOR, STEP = "/accounts/2fa/", "/accounts/2fa/authenticate/"
CODES, REMOVE = f"{FACTOR}recovery-codes/", f"{FACTOR}totp/deactivate/"
AGAIN = f"{FACTOR}reauthenticate/"
MEMBERS_PAGES = ("/", EMAIL, CHANGE, "/accounts/reauthenticate/", LOGIN, SIGNUP, RESET_PAGE, LOGOUT)


def sign_in(password: str = PASSWORD, **data: str) -> Step:
    return post(LOGIN, login=MEMBER, password=password, **data)


def change(old: str, new: str, again: str) -> Step:
    return post(CHANGE, oldpassword=old, password1=new, password2=again)


def places(world: WholeWorld) -> list[str]:
    """Of somebody and something hidden, of somebody public, and of nobody."""
    return [
        world.surprise.get_absolute_url(),
        world.hidden_note.get_absolute_url(),
        world.actor.get_absolute_url(),
        "/people/nobody-of-that-name/",
    ]


def joining(world: WholeWorld) -> list[Step]:
    new = {"username": "newcomer", "email": "new@example.org"}
    return [
        *get(SIGNUP),
        post(SIGNUP),
        post(SIGNUP, username=MEMBER, email="nowhere", password1="short", password2="other"),
        post(SIGNUP, **new, password1="password", password2="password"),
        post(SIGNUP, **new | {"email": ADDRESS}, password1=PASSWORD, password2="other"),
        post(SIGNUP, **new, password1=PASSWORD, password2=PASSWORD),
        *get(*MEMBERS_PAGES),
        post(LOGOUT),
        *get("/", SIGNUP),
    ]


def being_a_member(world: WholeWorld) -> list[Step]:
    return [
        sign_in("wrong"),
        sign_in(),
        *get(*MEMBERS_PAGES),
        post(EMAIL, action_add="", email="nowhere"),
        post(EMAIL, action_add="", email="second@example.org"),
        *get(EMAIL),
        post(EMAIL, action_primary="", email="second@example.org"),
        post(EMAIL, action_remove="", email="second@example.org"),
        post(EMAIL, action_remove="", email="nobody@example.org"),
        change("wrong", BETTER, BETTER),
        change(PASSWORD, "short", "other"),
        change(PASSWORD, BETTER, BETTER),
        *get(CHANGE, EMAIL),
        post("/accounts/reauthenticate/", password="wrong"),
        post("/accounts/reauthenticate/", password=BETTER),
        post(LOGOUT),
        sign_in(),
        sign_in(BETTER),
        *get("/"),
    ]


def going_on(world: WholeWorld) -> list[Step]:
    """To where somebody wanted to go before signing in."""
    return [
        step
        for place in places(world)
        for step in (
            *get(f"{LOGIN}?next={place}", f"{SIGNUP}?next={place}"),
            sign_in(next=place),
            *get(place, f"{LOGIN}?next={place}"),
            post(LOGOUT, next=place),
        )
    ]


def joining_and_going_on(world: WholeWorld) -> list[Step]:
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    return [
        step
        for number, place in enumerate(places(world))
        for step in (
            post(SIGNUP, username=f"newcomer-{number}", next=place, **passwords),
            *get(EMAIL),  # without an address yet
            post(LOGOUT),
        )
    ]


def trying_too_often(world: WholeWorld) -> list[Step]:
    """First the account is closed for a while, then the door to all of them."""
    return [*[sign_in("wrong")] * 4, *[sign_in()] * 2, *get(LOGIN, "/")]


def with_a_second_factor(world: WholeWorld) -> list[Step]:
    """The pages on which a new one is shown are left out: each time it is another."""
    places = [FACTOR, CODES, REMOVE, f"{CODES}generate/"]
    return [
        guarded,
        *get(STEP),
        *(post(STEP, code=typed) for typed in ("", "0" * 30, "000000")),
        *get("/", FACTOR),
        by_recovery_code,
        *get(*places, f"{CODES}download/", AGAIN, EMAIL, f"{FACTOR}totp/activate/"),
        post(AGAIN, code="000000"),
        post(CODES),
        post(REMOVE),
        *get(*places),
        post(LOGOUT),
        sign_in(),
        *get("/"),
    ]


def guarded() -> Ask:
    """The first step of a member who has one."""
    give_factor(User.objects.get(username=MEMBER))
    return sign_in()


def by_recovery_code() -> Ask:
    return post(STEP, code=recovery_codes(User.objects.get(username=MEMBER))[0])


def forgetting(world: WholeWorld) -> list[Step]:
    asking = [post(RESET_PAGE, email=address) for address in ("nowhere", "no@example.org", ADDRESS)]
    new = {"password1": BETTER, "password2": BETTER}
    return [
        *get(RESET_PAGE),
        *asking,
        *get("/accounts/password/reset/done/"),
        from_mail,
        form_of_mail,
        lambda: form_of_mail(password1="short", password2="other"),
        lambda: form_of_mail(**new),
        *get("/accounts/password/reset/key/done/"),
        sign_in(BETTER),
        *get("/"),
        post(LOGOUT),
        from_mail,
        # Too many: no page of ours, and no further mail.
        *asking[2:] * 5,
    ]


def link() -> re.Match[str]:
    """In the first mail that has one."""
    return next(found for sent in mail.outbox if (found := RESET.search(f"{sent.body}\n")))


def from_mail() -> Ask:
    return Ask("", "GET", f"{link()[0]}/")


def form_of_mail(**data: str) -> Ask:
    """Where the link leads, as long as the session keeps its key."""
    page = f"{link()[1]}{link()[2]}-set-password/"
    return Ask("", "POST", page, OURS, tuple(data.items())) if data else Ask("", "GET", page)


def without_a_token(world: WholeWorld) -> list[Step]:
    """Forms of other sites: Django refuses what the view would have taken, or not."""
    elsewhere = (("Sec-Fetch-Site", "cross-site"),)
    forms = [LOGIN, SIGNUP, LOGOUT, RESET_PAGE, EMAIL, CHANGE, "/admin/login/"]
    paths = [*forms, *places(world), world.first.get_absolute_url(), "/", "/seen/", "/nowhere/"]
    forged = (("csrfmiddlewaretoken", "x" * 64),)
    return [
        *get(LOGIN),
        *(Ask("", "POST", path, elsewhere, (("login", MEMBER),)) for path in paths),
        *(Ask("", "POST", path, OURS, forged) for path in (LOGIN, SIGNUP)),
        *(Ask("", "POST", path, HTMX) for path in places(world)),
    ]


STORIES: dict[str, Callable[[WholeWorld], list[Step]]] = {
    story.__name__: story
    for story in (
        joining,
        being_a_member,
        going_on,
        joining_and_going_on,
        trying_too_often,
        with_a_second_factor,
        forgetting,
        without_a_token,
    )
}
