"""What stands around every page: the reader bar, and the notice after an action."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse

from films.cards import counting
from gate.reader import Reader
from readers.http import Request
from readers.undo import print_of

from .accounts import account_notice
from .edits import edits_of
from .notices import Notice, notice_for


@dataclass(frozen=True, slots=True)
class ReaderBar:
    #: “2 films seen · 1 text opened”; empty for somebody who has marked nothing.
    state: str
    #: The name of the account, where there is one.
    name: str
    #: Where to sign in, and to come back from there.
    sign_in: str
    #: What tells this state from another, and this account from none; empty for somebody who
    #: has neither.
    print: str

    @property
    def at_home(self) -> "ReaderBar":
        """The same on the front page, for pages that say nothing of their own address."""
        return replace(self, sign_in=_sign_in(reverse("home")))


def chrome(request: Request) -> dict[str, Any]:
    """For every page: `bar`, `notice`, `here`, the page's own path, and `edits`, what somebody may
    edit there; for a preview, `preview`.

    Nothing where a request was turned away before anybody asked who sends it: for 400.html.
    """
    if not hasattr(request, "user"):
        return {}
    return {
        "bar": reader_bar(request, request.reader, request.path),
        "here": request.path,
        "notice": _notice(request),
        "edits": edits_of(request),
        "preview": getattr(request, "preview", None),
    }


def _notice(request: Request) -> Notice | None:
    if done := request.GET.get("done", ""):
        undo = request.GET.get("undo", "")
        has_cookies = bool(request.COOKIES)
        return notice_for(done, request.reader, undo, has_cookies) or account_notice(done, request)
    return None


def reader_bar(request: Request, reader: Reader, page: str) -> ReaderBar:
    """The bar on `page` as `reader` sees it."""
    name = request.user.get_username() if isinstance(request.user, User) else ""
    told_apart = " ".join(filter(None, [name, print_of(reader)]))
    return ReaderBar(_state(reader), name, _sign_in(page), told_apart)


def _state(reader: Reader) -> str:
    seen, revealed = reader.seen_count, reader.reveal_count
    parts = [f"{counting(seen, 'film')} seen" if seen else ""]
    parts += [f"{counting(revealed, 'text')} opened" if revealed else ""]
    return " · ".join(filter(None, parts))


def _sign_in(here: str) -> str:
    login = reverse("account_login")
    if here.startswith("/accounts/"):
        return login
    return f"{login}?{urlencode({'next': here}, safe='/')}"
