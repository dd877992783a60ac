"""What a fan may do with an account as a whole: take along what is kept of it, and delete it.

Signing in and out, addresses and passwords are allauth's (readers/accounts.py).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from editing.second_factor import set_up_at
from films.cards import counting
from readers import audit
from readers.http import Request
from readers.mails import owners_addresses
from readers.origin import reader_action

from .notices import Link, Notice

WRONG = "That is not your password. Nothing was deleted."
#: The same whether or not the address belongs to another account.
LINK_SENT = " A link to confirm your address is on its way to you."
OF_AN_EDITOR = "This is an editor's account. Only another editor can delete it."


@require_safe
@login_required
def data(request: Request) -> HttpResponse:
    """What is kept of somebody, in words, and where to get it."""
    return render(request, "pages/account_data.html")


@require_safe
@login_required
def export(request: Request) -> HttpResponse:
    """All that is kept of somebody, as a file."""
    assert isinstance(request.user, User)
    seen = request.user.seen_films.select_related("film").order_by("since", "pk")
    addresses = EmailAddress.objects.filter(user=request.user).order_by("pk")
    kept: dict[str, Any] = {
        "name": request.user.get_username(),
        "since": request.user.date_joined,
        "addresses": [{"address": one.email, "confirmed": one.verified} for one in addresses],
        "second factor, since": set_up_at(request.user),
        "films seen": [
            {"title": one.film.title, "page": one.film.get_absolute_url(), "marked": one.since}
            for one in seen
        ],
    }
    if lines := audit.lines_on(request.user):
        kept["as an editor"] = lines
    response = JsonResponse(kept, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="callback.json"'
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Request) -> HttpResponse:
    """GET asks for the password; POST deletes the account with all that is kept of it."""
    assert isinstance(request.user, User)
    if request.method == "POST":
        return _delete(request)
    if request.user.is_staff:
        return _ask(request, [OF_AN_EDITOR], 200)
    return _ask(request, [WRONG] if "refused" in request.GET else [], 200)


@reader_action
def _delete(request: Request) -> HttpResponse:
    assert isinstance(request.user, User)
    if request.user.is_staff:
        return _ask(request, [OF_AN_EDITOR], 403)
    if limited := ratelimit.consume_or_429(request, app="allauth.account", action="reauthenticate"):
        return limited
    if not request.user.check_password(request.POST.get("password", "")):
        # Not a page in answer to a POST, to which no browser can go back.
        return redirect(f"{request.path}?refused=password")
    user = request.user
    get_adapter().tell(user, owners_addresses(user), "account/email/account_deleted", {})
    logout(request)
    user.delete()
    return redirect(f"{reverse('home')}?done=deleted")


def _ask(request: Request, mistakes: list[str], status: int) -> HttpResponse:
    facts = {"mistakes": mistakes, "seen": counting(request.reader.seen_count, "film")}
    return render(request, "pages/account_delete.html", facts, status=status)


def editors_only(login: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The editors' sign-in; who is signed in and no editor learns that, and who can change it."""

    @wraps(login)
    def answer(request: Request, **arguments: Any) -> HttpResponse:
        if isinstance(request.user, User) and not request.user.is_staff:
            return render(request, "pages/not_an_editor.html", status=403)
        return login(request, **arguments)

    return answer


def account_notice(done: str, request: Request) -> Notice | None:
    """The notice after signing in or out; None where it is not true of who asks."""
    word, number, *more = [*done.split("-"), ""]
    taken = int(number) if number.isdecimal() and len(number) < 6 else 0
    is_member = isinstance(request.user, User)
    if is_member and word in ("joined", "signedin") and taken <= request.reader.seen_count:
        text = "Your account is made." if word == "joined" else "You are signed in."
        text += _taken_along(taken) + (LINK_SENT if "mail" in more else "")
        return Notice(text, [Link(reverse("account_email"), "Your account")], done=done)
    if not is_member and not request.reader.seen_count:
        match word:
            case "signedout":
                text = "You are signed out. Nothing is marked in this browser any more."
                return Notice(text, done=done)
            case "deleted":
                return Notice("Your account is deleted, with all that was kept of you.", done=done)
    return None


def _taken_along(count: int) -> str:
    if not count:
        return ""
    was, is_now = ("was", "is") if count == 1 else ("were", "are")
    films = counting(count, "film")
    return f" The {films} that {was} marked in this browser {is_now} now in your account."
