from django.urls import path, register_converter

from gate.models import ALPHABET, PUBLIC_ID_LENGTH

from . import echo_views, note_views, seen_views, views


class PublicId:
    regex = f"[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}"

    @staticmethod
    def to_python(value: str) -> str:
        return value

    @staticmethod
    def to_url(value: str) -> str:
        return value


register_converter(PublicId, "public_id")

app_name = "spoilers"
urlpatterns = [
    path("notes/<public_id:public_id>/", note_views.note, name="note"),
    path("notes/<public_id:public_id>/reveal/", note_views.reveal_note, name="note-reveal"),
    path("notes/<public_id:public_id>/hide/", note_views.hide_note, name="note-hide"),
    path("quotes/<public_id:public_id>/reveal/", note_views.reveal_quote, name="quote-reveal"),
    path("quotes/<public_id:public_id>/hide/", note_views.hide_quote, name="quote-hide"),
    path("echoes/", echo_views.echoes, name="echoes"),
    path("echoes/<public_id:public_id>/", echo_views.echo, name="echo"),
    path("echoes/<public_id:public_id>/reveal/", echo_views.reveal_echo, name="echo-reveal"),
    path("echoes/<public_id:public_id>/hide/", echo_views.hide_echo, name="echo-hide"),
    path("films/<slug:slug>/seen/", seen_views.film_seen, name="film-seen"),
    path("films/<slug:slug>/unseen/", seen_views.film_unseen, name="film-unseen"),
    path("seen/", seen_views.picker, name="picker"),
    path("seen/clear/", seen_views.lock_all, name="lock-all"),
    path("promise/", views.promise, name="promise"),
]
