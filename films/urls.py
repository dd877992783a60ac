from django.urls import path

from . import views

app_name = "films"
urlpatterns = [
    path("", views.home, name="home"),
    path("films/", views.film_list, name="list"),
    path("films/<slug:slug>/", views.detail, name="detail"),
    path("timeline/", views.timeline, name="timeline"),
]
