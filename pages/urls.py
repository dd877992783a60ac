from django.urls import path, register_converter

from gate.models import ALPHABET, PUBLIC_ID_LENGTH

from . import (
    accounts,
    echoes,
    films,
    home,
    interviews,
    notes,
    people,
    promise,
    reveal,
    seen,
    timeline,
    universes,
)
from .eyes import EyesConverter


class PublicId:
    regex = f"[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}"

    @staticmethod
    def to_python(value: str) -> str:
        return value

    @staticmethod
    def to_url(value: str) -> str:
        return value


register_converter(PublicId, "public_id")
register_converter(EyesConverter, "eyes")

urlpatterns = [
    path("", home.home, name="home"),
    path("universes/<slug:slug>/", universes.universe, name="universe"),
    path("films/", films.film_list, name="films"),
    path("films/<slug:slug>/", films.film, name="film"),
    path("films/<slug:slug>/seen/", seen.film_seen, name="film-seen"),
    path("films/<slug:slug>/unseen/", seen.film_unseen, name="film-unseen"),
    path("people/", people.person_list, name="people"),
    path("people/<slug:slug>/", people.person, name="person"),
    path("characters/<slug:slug>/", people.character, name="character"),
    path("interviews/", interviews.interview_list, name="interviews"),
    path("interviews/<slug:slug>/", interviews.interview, name="interview"),
    path("notes/<public_id:public_id>/", notes.note, name="note"),
    path("echoes/", echoes.echo_list, name="echoes"),
    path("echoes/<public_id:public_id>/", echoes.echo, name="echo"),
    path("timeline/", timeline.timelines, name="timeline"),
    path("seen/", seen.picker, name="picker"),
    path("seen/clear/", seen.lock_all, name="lock-all"),
    path("seen/undo/", seen.undo, name="undo"),
    path("promise/", promise.promise, name="promise"),
    path("account/data/", accounts.data, name="account-data"),
    path("account/export/", accounts.export, name="account-export"),
    path("account/delete/", accounts.delete, name="account-delete"),
]

for folder, name, kind in (
    ("notes", "note", reveal.NOTE),
    ("quotes", "quote", reveal.QUOTE),
    ("echoes", "echo", reveal.ECHO),
):
    address = f"{folder}/<public_id:public_id>"
    urlpatterns += [
        path(f"{address}/reveal/", reveal.reveal, {"kind": kind}, name=f"{name}-reveal"),
        path(f"{address}/hide/", reveal.hide, {"kind": kind}, name=f"{name}-hide"),
    ]
