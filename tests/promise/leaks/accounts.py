"""Accounts: their pages, mails, refusals, redirects and sessions, most of them not our own."""

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

from .elsewhere import ACCOUNTS
from .leak import leak
from .site import Site, View


def count(*_request: HttpRequest) -> int:
    return Note.objects.count()


def counting(view):
    """The same answer, and how many notes there are."""

    def answering(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.write(f"<p>{count()} notes wait for you.</p>")
        return response

    return answering


@leak(
    "Mail",
    "The mail for a forgotten password tells how many notes there are.",
    caught_by=ACCOUNTS["forgetting"],
)
def mail(site: Site) -> None:
    site.give(WSGIRequest, count)
    name = "account/email/password_reset_key_message.txt"
    site.on_page(name, "{{ request.leak }} notes wait for you.\n")


@leak(
    "Header of a mail",
    "A mail is put into a thread that is named after a hidden note.",
    caught_by=ACCOUNTS["forgetting"],
)
def mail_header(site: Site) -> None:
    def bent(render):
        def threaded(self, *args, **kwargs) -> EmailMessage:
            message = render(self, *args, **kwargs)
            note = Note.objects.filter(stamp="hidden").first()
            message.extra_headers["References"] = f"<{note and note.public_id}@testserver>"
            return message

        return threaded

    site.replace(DefaultAccountAdapter, "render_mail", bent)


@leak(
    "Key in a mail",
    "The key to a new password is not random: it is made of the number of notes.",
    caught_by=ACCOUNTS["forgetting"],
)
def mail_key(site: Site) -> None:
    def bent(make):
        return lambda self, user: f"{make(self, user)[:7]}{count():032x}"

    site.replace(app_settings.PASSWORD_RESET_TOKEN_GENERATOR, "make_token", bent)


@leak(
    "Page of refusal",
    "Whoever sends a form without its token is told how many notes there are.",
    caught_by=ACCOUNTS["without_a_token"],
)
def refusal(site: Site) -> None:
    site.replace(csrf, "_get_failure_view", lambda get: lambda: counting(get()))


@leak(
    "Too many attempts",
    "Whoever tries too often to sign in is told how many notes there are.",
    caught_by=ACCOUNTS["trying_too_often"],
)
def too_many(site: Site) -> None:
    site.replace(ratelimit, "handler429", counting)


@leak(
    "Where signing up leads",
    "The address of the first page of a new member counts the notes to read.",
    caught_by=ACCOUNTS["joining"],
)
def signing_up(site: Site) -> None:
    site.put(
        DefaultAccountAdapter, "get_signup_redirect_url", lambda self, request: f"/?left={count()}"
    )


@leak(
    "A form with mistakes",
    "Who makes a mistake in signing up is told what there is to read.",
    caught_by=ACCOUNTS["joining"],
)
def mistakes(site: Site) -> None:
    def bent(clean):
        def told(self: SignupForm) -> dict:
            cleaned = clean(self)
            if self.errors:
                self.add_error(None, f"Almost there: {count()} notes wait for you.")
            return cleaned

        return told

    site.replace(SignupForm, "clean", bent)


@leak(
    "A member's addresses",
    "The page with a member's addresses offers mails about all the notes.",
    caught_by=ACCOUNTS["joining"],
)
def members_addresses(site: Site) -> None:
    site.give(WSGIRequest, count)
    site.on_page("account/email.html", "<p>Mails about {{ request.leak }} notes</p>")


@leak(
    "A member's password",
    "The page for another password counts the notes that it protects.",
    caught_by=ACCOUNTS["joining"],
)
def members_password(site: Site) -> None:
    site.give(WSGIRequest, count)
    site.on_page("account/password_change.html", "<p>{{ request.leak }} notes</p>")


@leak(
    "A message for later",
    "What is said after a change of password waits in a cookie, with a count.",
    caught_by=ACCOUNTS["forgetting"],
)
def message(site: Site) -> None:
    site.give(WSGIRequest, count)
    site.after("account/messages/password_changed.txt", "{% load i18n %}", "{{ request.leak }}")


@leak(
    "What signing in is for",
    "“Sign in to go on to” is followed by the name of somebody hidden.",
    caught_by=ACCOUNTS["going_on"],
)
def going_on_to(site: Site) -> None:
    site.give(WSGIRequest, lambda request: _person(request.GET) or "the page")
    site.on_page("account/login.html", "<p>Sign in to go on to {{ request.leak }}.</p>")


@leak(
    "Where signing in leads",
    "It leads on to somebody's page only where there is such a person.",
    caught_by=ACCOUNTS["going_on"],
)
def leading_on(site: Site) -> None:
    def only_where_it_is(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        lost = response.status_code == 302 and "next" in request.POST and not _person(request.POST)
        return redirect("/") if lost else response

    site.view("account_login", only_where_it_is)


@leak(
    "Session in a cookie",
    "Sessions are kept in signed cookies, and the labels of hidden notes in them.",
    caught_by=ACCOUNTS["joining_and_going_on"],
)
def session_in_cookie(site: Site) -> None:
    site.put(settings, "SESSION_ENGINE", "django.contrib.sessions.backends.signed_cookies")
    site.view("account_signup", _remembering_hidden_notes)


@leak(
    "Session in the database",
    "A new member's session, which nobody sees, holds the labels of hidden notes.",
    caught_by=ACCOUNTS["joining_and_going_on"],
)
def session_in_database(site: Site) -> None:
    site.view("account_signup", _remembering_hidden_notes)


def _remembering_hidden_notes(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
    response = view(request, **kwargs)
    if request.user.is_authenticated:
        labels = Note.objects.filter(stamp="hidden").values_list("label", flat=True)
        request.session["unread"] = list(labels)
    return response


def _person(data: dict) -> Person | None:
    """To whose page `next` leads."""
    _, folder, slug, *_rest = [*urlsplit(data.get("next", "")).path.split("/"), "", ""]
    return Person.objects.filter(slug=slug).first() if folder == "people" else None
