"""Requests that bring cookies, answers that set them, and what is read from them."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gate.reader import Revealed
from readers import cookies


def request_with(**values: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES = values
    return request


def signed(name: str, value: str, salt: str | None = None) -> str:
    response = HttpResponse()
    response.set_signed_cookie(name, value, salt=salt or f"callback.{name}")
    return response.cookies[name].value


def seen_in(value: str) -> frozenset[int]:
    return cookies.read_seen(request_with(seen=value))


def reveals_in(value: str) -> tuple[Revealed, ...]:
    return cookies.read_revealed(request_with(revealed=value))


def kept(write: Callable[[HttpResponse, Iterable], None], state: Iterable) -> HttpResponse:
    response = HttpResponse()
    write(response, state)
    return response
