"""What an address says that was asked for in a way that it does not take, such as a button's."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string


class NotAllowedMiddleware:
    """Puts words where Django, which knows no page for 405, leaves the answer empty.

    Views refuse a method before they look for anything: so these words depend on the address
    alone, and not on whether something stands there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            facts = {"is_read_only": "POST" not in response["Allow"]}
            response.content = render_to_string("405.html", facts, request)
        return response
