"""The rule is bent: the gate opens, or shows, what it should not."""

from django.db.models import Exists, OuterRef, Q, Value

from gate import cookies, queryset
from gate import middleware as gate_middleware
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from gate.sealed import Unsealed
from interviews.models import Citation, QuoteQuerySet
from spoilers.models import Echo, Evidence, Note, Seen
from spoilers.models.echo import EchoQuerySet, EvidenceQuerySet

from .leak import leak
from .site import Site

FILM_PAGE = {"at": "films:detail", "of": "second", "caught_by": "canary"}


@leak(
    "Rule: a further film",
    "`also_requires` is forgotten: one film of the requirement is enough.",
    readers="other films",
    **FILM_PAGE,
)
def further_film_forgotten(site: Site) -> None:
    site.put(queryset, "_all_seen", lambda model, reader, path: _film_seen(reader, path))


@leak(
    "Rule: any for all",
    "Any film of the requirement opens, where all should be seen.",
    readers="some films",
    **FILM_PAGE,
)
def any_film_opens(site: Site) -> None:
    def any_seen(model, reader, path):
        rows = model._meta.get_field("also_requires").related_model._default_manager
        seen = rows.filter(item=OuterRef(f"{path}pk"), film__in=reader.seen)
        return _film_seen(reader, path) | Exists(seen)

    site.put(queryset, "_all_seen", any_seen)


@leak(
    "Rule: hidden rows",
    "What is stamped HIDDEN shows as locked.",
    at="films:detail",
    of="second",
    twins="none",
)
def hidden_rows_kept(site: Site) -> None:
    site.put(queryset, "shows", lambda model, reader, path="": Q())


@leak(
    "Rule: fail open",
    "A reader without any state gets everything: NEVER became ALWAYS.",
    **FILM_PAGE,
)
def fail_open(site: Site) -> None:
    site.put(queryset, "NEVER", Q(pk__isnull=False))


@leak(
    "Rule: a peek too wide",
    "One peek opens every other item.",
    readers="one peek",
    **FILM_PAGE,
)
def peek_opens_everything(site: Site) -> None:
    def bent(opens):
        def wide(model, reader, path=""):
            rule = opens(model, reader, path)
            if reader.peeked and hasattr(model, "public_id"):
                rule |= Q(**{f"{path}public_id__isnull": False})
            return rule

        return wide

    site.replace(queryset, "opens", bent)


@leak(
    "Rule: an echo by one end",
    "An echo opens with either of its notes.",
    at="spoilers:echo",
    of="echo",
    readers="some films",
    caught_by="canary",
)
def echo_opens_with_one_end(site: Site) -> None:
    def bent(opens):
        def either(model, reader, path=""):
            if model is not Echo:
                return opens(model, reader, path)
            return opens(Note, reader, f"{path}later__") | opens(Note, reader, f"{path}earlier__")

        return either

    site.replace(queryset, "opens", bent)


@leak(
    "Rule: an echo out of nothing",
    "That an echo exists shows before one of its notes is open.",
    at="spoilers:echoes",
    twins="none",
)
def echo_shows_always(site: Site) -> None:
    def bent(shows):
        return lambda model, reader, path="": Q() if model is Echo else shows(model, reader, path)

    site.replace(queryset, "shows", bent)


@leak(
    "Rule: a draft",
    "An echo that is not published shows to whoever has seen its films.",
    at="spoilers:echoes",
    readers="all films",
    twins="none",
)
def drafts_show(site: Site) -> None:
    def bent(self, reader):
        rows = GatedQuerySet.for_reader(self, reader)
        return rows.with_opened("later", reader).with_opened("earlier", reader)

    site.put(EchoQuerySet, "for_reader", bent)


@leak(
    "Rule: evidence without its quote",
    "The point of a piece of evidence shows though its quote is hidden.",
    at="spoilers:echo",
    of="echo",
    readers="two films",
    caught_by="canary",
)
def evidence_without_quote(site: Site) -> None:
    def bent(self, echo: Echo, reader: Reader) -> list[Evidence]:
        rows = self.filter(echo=echo).for_reader(reader).select_related("credits")
        return list(rows.order_by("position", "pk"))

    site.put(EvidenceQuerySet, "for_page", bent)


@leak(
    "Rule: a source with its quote",
    "An open quote opens the headline of its source as well.",
    at="interviews:detail",
    of="interview",
    caught_by="canary",
)
def source_opens_with_quote(site: Site) -> None:
    def bent(self, relation, reader):
        return self.annotate(
            source_is_open=Value(True),
            source_title=Unsealed("source__sealed_title"),
            source_url=Unsealed("source__sealed_url"),
            source_archive_url=Unsealed("source__sealed_archive_url"),
        )

    site.replace(
        GatedQuerySet,
        "with_opened",
        lambda with_opened: (
            lambda self, relation, reader: (bent if relation == "source" else with_opened)(
                self, relation, reader
            )
        ),
    )


@leak(
    "Rule: the sources of a locked quote",
    "A locked quote says already where it was printed.",
    at="interviews:detail",
    of="interview",
)
def sources_of_locked_quotes(site: Site) -> None:
    def bent(for_page):
        def with_sources(self: QuoteQuerySet, reader: Reader):
            quotes = for_page(self, reader)
            for quote in quotes:
                quote.outlets = [c.source.outlet for c in Citation.objects.filter(quote=quote)]
            return quotes

        return with_sources

    site.replace(QuoteQuerySet, "for_page", bent)
    site.after(
        "interviews/_quote_locked.html", "{% load film_text %}", '{{ quote.outlets|join:", " }}'
    )


@leak(
    "Rule: the seal of the cookie",
    "The signature of a cookie is not checked: whoever writes one has seen everything.",
    at="films:detail",
    readers="forged",
    caught_by="canary",
)
def signature_unchecked(site: Site) -> None:
    site.put(
        cookies,
        "_read",
        lambda request, name, max_age: request.COOKIES.get(name, "").split(":")[0],
    )


@leak(
    "Rule: somebody else's films",
    "A signed-in reader gets what any account has seen.",
    readers="nothing seen, signed in",
    **FILM_PAGE,
)
def films_of_every_account(site: Site) -> None:
    def bent(reader_of):
        def shared(request):
            if request.user.is_authenticated:
                return Reader(seen=frozenset(Seen.objects.values_list("film_id", flat=True)))
            return reader_of(request)

        return shared

    site.replace(gate_middleware, "reader_of", bent)


def _film_seen(reader: Reader, path: str) -> Q:
    return Q(**{f"{path}film__in": reader.seen})
