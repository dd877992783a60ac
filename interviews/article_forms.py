"""The forms of “New from an article”: each is that of its model, and knows of the others."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseModelFormSet
from django.utils.text import slugify
from django.utils.timezone import localdate

from editing.forms import Editing
from editing.marking import marked
from editing.naming import NamedInAddress, may_be_empty
from gate.admin import GatedForm
from gate.sorting import folded
from people.models import Person
from people.naming import namesakes, person_called

from .models import ADDRESSES, Citation, Interview, Source
from .quoting import QuoteForm, QuoteRowForm, films_sent

#: Of the fields of the source.
PREFIX = "source"
REQUIRED = "This field is required."
NO_DATE = "Say when it was, or when the source was published."
NO_SOURCE = "Say where all this stands: describe the source, or choose one that is there already."
TWO_SOURCES = "Choose the source that is there, or describe a new one: not both."
SAME_PAGE = "This address is that of a source which is there already: {}."
KEY_TAKEN = "“{}” is the name of another source: give this one another."
NO_SPEAKER = "Say who said it."
TWO_SPEAKERS = "Choose somebody who is there, or name somebody new: not both."
NAMESAKES = "Somebody called “{}” is there already: say whether it is them."
NO_SLUG = "Say what their page is called in its address."
SLUG_TAKEN = "This is the address of another person: say what theirs is to be."
#: In place of a key, of those with the same name.
ANOTHER = "another"


class ArticleForm(NamedInAddress):
    """That of the interview, and the source if it is there already."""

    editing: Editing
    called = "label"

    cited: Any = forms.ModelChoiceField(
        None,
        required=False,
        label="A source that is there already",
        help_text="Or leave it empty, and describe a new one.",
    )

    class Meta:
        model = Interview
        fields = ("label", "slug", "outlet", "date", "precision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cited = self.fields["cited"]
        cited.queryset = Source.objects.all()
        cited.widget = AutocompleteSelect(Citation._meta.get_field("source"), admin.site)
        cited.widget.choices = cited.choices
        may_be_empty(self, "outlet", "that of the source")
        may_be_empty(self, "date", "when the source was published")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        self.editing.kept["cited"] = facts.get("cited")
        if "outlet" in facts:
            facts["outlet"] = facts["outlet"] or self._of_source("outlet")
        if "date" in facts and not facts["date"]:
            facts["date"] = self._of_source("published")
            facts["precision"] = self._of_source("precision") or facts.get("precision")
        # A source without an outlet is refused by itself, and so is an article without a source.
        if facts.get("date", self) is None and self._has_source:
            self.add_error("date", ValidationError(NO_DATE, code="required"))
        return facts

    @property
    def _has_source(self) -> bool:
        """One is chosen, or described without a day: a day that is wrong is refused there."""
        if self.cleaned_data.get("cited"):
            return True
        outlet, day = (self.data.get(f"{PREFIX}-0-{name}") for name in ("outlet", "published"))
        return bool(outlet) and not day

    def _of_source(self, name: str) -> Any:
        """What is said of the source, as far as it can be read; beside it stands what is wrong."""
        if cited := self.cleaned_data.get("cited"):
            return getattr(cited, name)
        field = Source._meta.get_field(name).formfield(required=False)
        try:
            return field.clean(self.data.get(f"{PREFIX}-0-{name}"))
        except ValidationError:
            return None


class SourceForm(GatedForm):
    editing: Editing
    usually = QuoteForm.usually

    def __init__(self, *args: Any, talks_about: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._talks_about = talks_about
        #: Those that are there with the same address, and could be used instead.
        self.same_page: list[Source] = []
        may_be_empty(self, "key", "the outlet and the month")
        may_be_empty(self, "accessed", "today")

    def usual_films(self, facts: dict[str, Any]) -> list[int]:
        return self._talks_about

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("key") == "":
            published = facts.get("published")
            month = f"-{published:%Y-%m}" if published else ""
            facts["key"] = slugify(f"{facts.get('outlet', '')}{month}")[:80]
            if not facts["key"]:
                self.add_error("key", ValidationError(REQUIRED, code="required"))
            elif Source.objects.filter(key=facts["key"]).exists():
                self.add_error("key", KEY_TAKEN.format(facts["key"]))
        if "accessed" in facts:
            facts["accessed"] = facts["accessed"] or localdate()
        return facts

    def validate_constraints(self) -> None:
        super().validate_constraints()
        lock = self.lock_after(self.cleaned_data)
        if lock and not self.errors.keys() & {*ADDRESSES}:
            found = self.instance.of_the_same_page(lock.films)
            # Whoever may not read the address of a source is not told it.
            self.same_page = [one for one in found if self.editing.may_change(Source, one)]
            if self.same_page:
                names = ", ".join(f"“{one}”" for one in self.same_page)
                self.add_error("sealed_url", SAME_PAGE.format(names))


class SourceFormSet(BaseModelFormSet):
    """One source or none; on a page where it hangs on nothing else."""

    #: Nothing of it was there before.
    gone = ()
    forms: list[SourceForm]

    def __init__(self, *args: Any, instance: Interview, save_as_new: bool = False, **kwargs: Any):
        self._interview = instance
        super().__init__(*args, **kwargs)

    @classmethod
    def get_default_prefix(cls) -> str:
        return PREFIX

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        films = films_sent(self.data, self._interview) if self.is_bound else []
        return super().get_form_kwargs(index) | {"talks_about": films}

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            is_described, is_cited = form.has_changed(), bool(form.editing.kept.get("cited"))
            if is_described == is_cited:
                raise ValidationError(TWO_SOURCES if is_cited else NO_SOURCE)


class KnownSpeakersForm(QuoteRowForm):
    """A quote with its citation. Where nobody is chosen, it is said by whoever speaks before it."""

    editing: Editing
    #: Named here for the first time, and saved with the quote.
    new_person: Person | None = None

    sealed_locator = Citation._meta.get_field("sealed_locator").formfield(
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_be_empty(self, "speaker", "whoever speaks in the quote before")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        speaker = self._speaker(facts)
        if speaker:
            self.editing.kept["speaker"] = speaker
            if speaker.pk:
                facts["speaker"] = speaker
            else:
                self.new_person = speaker
        if "sealed_locator" in facts:
            cited = Citation(sealed_locator=facts["sealed_locator"])
            self._validate(cited, ("sealed_locator",), beside="sealed_locator")
        return facts

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.new_person:
            self.instance.speaker = self.new_person

    def save(self, commit: bool = True) -> Any:
        if self.new_person:
            # Named in several quotes, they are saved with the first.
            if self.new_person.pk is None:
                self.new_person.save()
            self.instance.speaker = self.new_person
        return super().save(commit)

    def cite(self, source: Source) -> None:
        """Say where the quote stands, once both are saved."""
        locator = self.cleaned_data["sealed_locator"]
        Citation.objects.create(quote=self.instance, source=source, sealed_locator=locator)

    def _speaker(self, facts: dict[str, Any]) -> Person | None:
        """Not saved yet where they are new; None, and an error, where it is not said."""
        speaker = facts.get("speaker") or self.editing.kept.get("speaker")
        if speaker is None and "speaker" in facts:
            self.add_error("speaker", NO_SPEAKER)
        return speaker

    def _validate(self, row: models.Model, columns: tuple[str, ...], beside: str) -> None:
        """These columns of a row that is made along; what is wrong stands `beside` a field."""
        others = {field.name for field in row._meta.concrete_fields} - {*columns}
        try:
            row.clean_fields(exclude=others)
        except ValidationError as error:
            self.add_error(beside, [*dict.fromkeys(error.messages)])


class NewSpeakersForm(KnownSpeakersForm):
    """Names people who are not there yet, too; but offers those of the same name first."""

    new_speaker = forms.CharField(
        required=False,
        max_length=120,
        widget=AdminTextInputWidget,
        label="Or somebody new",
        help_text="Their name: “Keanu Reeves”; or “de Armas, Ana”, where the family name is longer.",
    )
    same_name = forms.CharField(required=False, widget=forms.HiddenInput, label="Of the same name")
    new_slug = forms.SlugField(
        required=False, max_length=80, widget=forms.HiddenInput, label="Address of their page"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("new_speaker", "new_slug"):
            self.fields[name].help_text = marked(self.fields[name].help_text)

    def _speaker(self, facts: dict[str, Any]) -> Person | None:
        name = facts.get("new_speaker")
        if not name:
            return super()._speaker(facts)
        if facts.get("speaker"):
            self.add_error("new_speaker", TWO_SPEAKERS)
            return None
        person = person_called(name)
        key = folded(person.name) or person.name
        if key not in self._named:
            found = self._known(person, facts) or self._new(person, facts)
            if found is None:
                return None
            self._named[key] = found
        return self._named[key]

    @property
    def _named(self) -> dict[str, Person]:
        """In the quotes before: whoever is named there is the same."""
        named: dict[str, Person] = self.editing.kept.setdefault("named", {})
        return named

    def _known(self, person: Person, facts: dict[str, Any]) -> Person | None:
        """Somebody of this name who is chosen; asks where there are such and none is chosen."""
        found = list(namesakes(person))
        if not found:
            return None
        chosen = facts.get("same_name")
        choices = [(str(one.pk), f"{one.name} ({one.get_absolute_url()})") for one in found]
        choices = [("", "---------"), *choices, (ANOTHER, "Somebody else")]
        self.fields["same_name"].widget = forms.Select(choices=choices)
        if chosen not in dict(choices[1:]):
            self.add_error("same_name", NAMESAKES.format(person.name))
        return next((one for one in found if str(one.pk) == chosen), None)

    def _new(self, person: Person, facts: dict[str, Any]) -> Person | None:
        if "same_name" in self.errors:
            return None
        self._validate(person, ("name", "sort_name"), beside="new_speaker")
        person.slug = facts.get("new_slug") or person.slug
        is_taken = Person.objects.filter(slug=person.slug).exists() or any(
            other.slug == person.slug for other in self._named.values()
        )
        if is_taken or not person.slug:
            self.add_error("new_slug", SLUG_TAKEN if is_taken else NO_SLUG)
        if facts.get("new_slug") or "new_slug" in self.errors:
            self.fields["new_slug"].widget = AdminTextInputWidget()
        return None if {"new_slug", "new_speaker"} & self.errors.keys() else person
