"""One address of every kind of page, from the starter content."""

from people.models import Character
from spoilers.models import Echo, Note


def every_page(reader: str) -> dict[str, str]:
    ending = Note.objects.get(film__slug="ballerina", label="The ending")
    echo = Echo.objects.get(later=ending)
    pages = {
        "home": "/",
        "films": "/films/",
        "universe": "/universes/john-wick/",
        "film": "/films/ballerina/",
        "series": "/films/the-continental/",
        "timeline": "/timeline/",
        "people": "/people/",
        "person": "/people/keanu-reeves/",
        "character": f"/characters/{Character.objects.get(slug='daniel-pine').slug}/",
        "interviews": "/interviews/",
        "interview": "/interviews/len-wiseman-techradar-2025-06/",
        "note": ending.get_absolute_url(),
        "echoes": "/echoes/",
        "picker": "/seen/",
        "promise": "/promise/",
        "sign-in": "/accounts/login/",
        "sign-up": "/accounts/signup/",
        "not-found": "/nowhere/",
    }
    return pages | ({"echo": echo.get_absolute_url()} if reader == "completist" else {})
