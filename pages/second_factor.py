"""The pages of the second factor on which allauth's own would lose something.

Setting it up leads on to where somebody wanted to go; recovery codes are shown until their owner
says that they are kept, so that no reload loses them, and no GET changes anything.
"""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.mixins import NextRedirectMixin
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import include, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from editing.second_factor import has_one
from readers.http import Request


class SetUp(NextRedirectMixin, ActivateTOTPView):
    """Who has typed a first code has given the second factor in this session."""

    request: Request

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and has_one(request.user):
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        factor = Authenticator.objects.get(user=form.user, type=Authenticator.Type.TOTP)
        facts = {"id": factor.pk, "type": factor.type, "reauthenticated": True}
        record_authentication(self.request, form.user, "mfa", **facts)
        return answer

    def get_success_url(self) -> str:
        return self.passthrough_next_url(ActivateTOTPView.get_success_url(self))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(
    # To say that the codes are kept needs nothing: copying them by hand takes its time.
    app="allauth.mfa",
    enabled=lambda request: request.method != "POST",
)
def recovery_codes(request: Request) -> HttpResponse:
    """GET shows the codes until a POST says that they are kept, and leads on."""
    codes = _codes(request)
    onward = get_next_redirect_url(request)
    if request.method == "POST":
        codes.mark_as_viewed()
        return HttpResponseRedirect(onward or reverse("mfa_index"))
    unused = codes.get_unused_codes()
    facts = {"codes": [] if codes.did_view else unused, "left": len(unused), "onward": onward}
    return render(request, "mfa/recovery_codes/index.html", facts)


@require_safe
@login_required
@reauthentication_required(app="allauth.mfa")
def download(request: Request) -> HttpResponse:
    """The codes as a file of text, a line each; 404 once they are kept."""
    codes = _codes(request)
    if codes.did_view:
        raise Http404
    answer = HttpResponse("".join(f"{code}\n" for code in codes.get_unused_codes()))
    answer["Content-Type"] = "text/plain; charset=utf-8"
    answer["Content-Disposition"] = 'attachment; filename="callback-recovery-codes.txt"'
    return answer


def _codes(request: Request) -> RecoveryCodes:
    kind = Authenticator.Type.RECOVERY_CODES
    return get_object_or_404(Authenticator, user=request.user.pk, type=kind).wrap()


#: Some at the addresses of allauth's own, and before them.
urlpatterns = [
    path("2fa/totp/activate/", SetUp.as_view()),
    path("2fa/recovery-codes/", recovery_codes),
    path("2fa/recovery-codes/download/", download),
    path("2fa/", include("allauth.mfa.urls")),
]
