from django.http import HttpRequest

from .notices import notice_for


def notice(request: HttpRequest) -> dict:
    """For every page: `notice` after an action, and `here`, to which its forms come back."""
    done = request.GET.get("done", "")
    return {
        "here": request.path,
        "notice": notice_for(done, request.reader) if done else None,
    }
