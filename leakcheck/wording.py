"""Warnings in sentences. They name the words in question, and no more of what is sealed."""

from django.apps import apps

from .texts import Key, Warning


def sentence(warning: Warning) -> str:
    """“The label has rare words in common with what is sealed: “pit”, “bull”.”"""
    words = ", ".join(f"“{word}”" for word in warning.words)
    return f"The {warning.where.label} {warning.why}: {words}."


def called(item: Key) -> str:
    """“note “The Clinic: The ending””: as in lists, which never print what is sealed."""
    label, key = item
    model = apps.get_model(label)
    row = model._base_manager.filter(pk=key).first()
    return f"{model._meta.verbose_name} “{row}”" if row else f"this {model._meta.verbose_name}"


def see(warning: Warning) -> str:
    """Which other item is given away; empty where it is the same, or none."""
    if warning.of is None or warning.of.item == warning.where.item:
        return ""
    return f"See the {warning.of.label} of {called(warning.of.item)}."
