"""How many fields a form may have: more on the editors' pages than elsewhere, and not any number."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

#: An interview with a thousand quotes.
MAX_FIELDS = 10_000
#: Of forms without files: one that has some has few fields.
ENCODING = "application/x-www-form-urlencoded"


class EditorsFormsMiddleware:
    """Before anything reads the form. Django has one limit for all forms, a low one (1,000)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.method == "POST"
            and request.content_type == ENCODING
            and request.path.startswith(reverse("admin:index"))
        ):
            try:
                _ = request.POST
            except TooManyFieldsSent:
                request.POST = parsed(request.body.decode())  # type: ignore[assignment]
                # Where Django looks whether it has read the form already.
                request._files = MultiValueDict()  # type: ignore[attr-defined] # noqa: SLF001
        return self.get_response(request)


def parsed(form: str) -> QueryDict:
    """The fields of a form in its usual encoding. Raises TooManyFieldsSent past MAX_FIELDS."""
    try:
        pairs = parse_qsl(form, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise TooManyFieldsSent(f"More than {MAX_FIELDS} fields.") from error
    fields = QueryDict(mutable=True)
    for name, value in pairs:
        fields.appendlist(name, value)
    return fields
