from django.http import HttpRequest


def notice(request: HttpRequest) -> dict:
    return {}
