from django.urls import path

from . import views

app_name = "interviews"
urlpatterns = [
    path("interviews/", views.interview_list, name="list"),
    path("interviews/<slug:slug>/", views.detail, name="detail"),
]
