"""The promise, and what is public by decision."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gate.declassified import PUBLIC
from memory.keeping import kept
from readers.http import Request


@kept
@require_safe
def promise(request: Request) -> HttpResponse:
    return render(request, "pages/promise.html", {"entries": PUBLIC})
