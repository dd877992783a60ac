from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("people/", views.person_list, name="list"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("characters/<slug:slug>/", views.character, name="character"),
]
