"""Accounts: their pages, mails, refusals, redirects and sessions, most of them not our own."""

from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.middleware import csrf
from django.shortcuts import redirect

from people.models import Person
from spoilers.models import Note

from .around import hidden_labels
from .checks import ACCOUNTS
from .leak import Leak, at
from .plants import CONTENT, Place, after, answers, bends, prints, puts, together
from .site import View


def count(*_request: HttpRequest) -> int:
    return Note.objects.count()


def newest(_request: HttpRequest) -> str:
    return Note.objects.order_by("-pk").values_list("label", flat=True)[0]


def somebody(data: dict) -> Person | None:
    """To whose page `next` leads."""
    _, folder, slug, *_rest = [*urlsplit(data.get("next", "")).path.split("/"), "", ""]
    return Person.objects.filter(slug=slug).first() if folder == "people" else None


def counting(view: View) -> View:
    """The same answer, and how many notes there are."""

    def answering(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.write(f"<p>{count()} notes wait for you.</p>")
        return response

    return answering


def threaded(message: EmailMessage, args: tuple) -> EmailMessage:
    message.extra_headers["References"] = f"<{''.join(hidden_labels())}@testserver>"
    return message


def told_of_mistakes(clean: Callable) -> Callable:
    def told(self: SignupForm) -> dict:
        cleaned = clean(self)
        if self.errors:
            self.add_error(None, f"Almost there: {count()} notes wait for you.")
        return cleaned

    return told


def only_where_somebody_is(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
    response = view(request, **kwargs)
    lost = response.status_code == 302 and "next" in request.POST and not somebody(request.POST)
    return redirect("/") if lost else response


def remembering(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
    response = view(request, **kwargs)
    if request.user.is_authenticated:
        request.session["unread"] = hidden_labels()
    return response


def hashed(_request: HttpRequest) -> str:
    """As long as what it stands for, but of hexadecimal digits."""
    return sha256("".join(hidden_labels()).encode()).hexdigest()[:40]


def by_request(template: str, compute: Callable, markup: str, place: str = CONTENT):
    return prints(Place(template, place, WSGIRequest, "request", ""), compute, markup)


REMEMBERING = answers("account_signup", remembering)
MAIL = "account/email/password_reset_key_message.txt"

#: By the story of the account flows in which it must be found.
IN_STORIES = {
    "forgetting": [
        (
            "Mail",
            "The mail for a forgotten password tells how many notes there are.",
            by_request(MAIL, count, "{{ LEAK }} notes wait for you.\n"),
        ),
        (
            "Foot of a mail",
            "A mail ends with the newest note, so that people come back.",
            by_request(MAIL, newest, "New: {{ LEAK }}\n"),
        ),
        (
            "Header of a mail",
            "A mail is put into a thread that is named after hidden notes.",
            bends(DefaultAccountAdapter, "render_mail", after(threaded)),
        ),
        (
            "Key in a mail",
            "The key to a new password is not random: it is made of the number of notes.",
            bends(
                app_settings.PASSWORD_RESET_TOKEN_GENERATOR,
                "make_token",
                after(lambda token, args: f"{token[:7]}{count():032x}"),
            ),
        ),
        (
            "A message for later",
            "What is said after a change of password waits in a cookie, with a count.",
            by_request(
                "account/messages/password_changed.txt", count, "{{ LEAK }}", "{% autoescape off %}"
            ),
        ),
    ],
    "joining": [
        (
            "Where signing up leads",
            "The address of the first page of a new member counts the notes to read.",
            puts(
                DefaultAccountAdapter,
                "get_signup_redirect_url",
                lambda self, request: f"/?left={count()}",
            ),
        ),
        (
            "A form with mistakes",
            "Who makes a mistake in signing up is told what there is to read.",
            bends(SignupForm, "clean", told_of_mistakes),
        ),
        (
            "A member’s addresses",
            "The page with a member’s addresses offers mails about all the notes.",
            by_request("account/email.html", count, "<p>Mails about {{ LEAK }} notes</p>"),
        ),
        (
            "A member’s password",
            "The page for another password counts the notes that it protects.",
            by_request("account/password_change.html", count, "<p>{{ LEAK }} notes</p>"),
        ),
    ],
    "going_on": [
        (
            "What signing in is for",
            "“Sign in to go on to” is followed by the name of somebody hidden.",
            by_request(
                "account/login.html",
                lambda request: somebody(request.GET) or "the page",
                "<p>Sign in to go on to {{ LEAK }}.</p>",
            ),
        ),
        (
            "Where signing in leads",
            "It leads on to somebody’s page only where there is such a person.",
            answers("account_login", only_where_somebody_is),
        ),
    ],
    "joining_and_going_on": [
        (
            "Session in a cookie",
            "Sessions are kept in signed cookies, and the labels of hidden notes in them.",
            together(
                puts(settings, "SESSION_ENGINE", "django.contrib.sessions.backends.signed_cookies"),
                REMEMBERING,
            ),
        ),
        (
            "Session in the database",
            "A new member’s session, which nobody sees, holds the labels of hidden notes.",
            REMEMBERING,
        ),
    ],
    "without_a_token": [
        (
            "Page of refusal",
            "Whoever sends a form without its token is told how many notes there are.",
            bends(csrf, "_get_failure_view", lambda get: lambda: counting(get())),
        ),
    ],
    "trying_too_often": [
        (
            "Too many attempts",
            "Whoever tries too often to sign in is told how many notes there are.",
            bends(ratelimit, "handler429", counting),
        ),
    ],
}

ALL = [
    *(
        Leak(*row, caught_by=ACCOUNTS[story])
        for story, leaks in IN_STORIES.items()
        for row in leaks
    ),
    Leak(
        "Token of a form",
        "The token in the form to sign in is a hash of hidden labels.",
        lambda site: (
            site.give(WSGIRequest, hashed),
            site.template(
                "account/login.html",
                "{% csrf_token %}",
                '<input type="hidden" name="csrfmiddlewaretoken" value="{{ request.leak }}">',
            ),
        ),
        at="borrowed",
        asking=at("/accounts/login/"),
    ),
]
