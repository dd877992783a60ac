"""The request as this site's views get it."""

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from gate.reader import Reader


class Request(HttpRequest):
    """What the middleware adds, for the type checker; no request is made of this class."""

    reader: Reader
    htmx: HtmxDetails
    user: User | AnonymousUser
    #: Cookies to be emptied with the answer (readers/cookies.py).
    forgotten_cookies: tuple[str, ...]
