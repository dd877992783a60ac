"""All that the database holds of the content, sealed texts included."""

from django.apps import apps

from films.models import Film
from gate.queryset import GatedQuerySet, sealed_fields
from gate.reader import Reader


def snapshot() -> dict[str, list[tuple]]:
    models = [
        model
        for app in ("films", "people", "interviews", "spoilers")
        for model in apps.get_app_config(app).get_models()
    ]
    return {model.__name__: _rows(model) for model in models}


def everything() -> Reader:
    return Reader(seen=frozenset(Film.objects.values_list("pk", flat=True)))


def _rows(model) -> list[tuple]:
    sealed = sealed_fields(model)
    names = [field.attname for field in model._meta.concrete_fields if field not in sealed]
    rows = model._default_manager.order_by("pk")
    if isinstance(rows, GatedQuerySet):
        # Not for_reader() of an echo's own queryset, which leaves out what is unpublished.
        rows = GatedQuerySet.for_reader(rows, everything())
    return list(rows.values_list(*names, *(field.opens_as for field in sealed)))
