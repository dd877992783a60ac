from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gate.declassified import PUBLIC


@require_safe
def promise(request: HttpRequest) -> HttpResponse:
    return render(request, "spoilers/promise.html", {"entries": PUBLIC})
