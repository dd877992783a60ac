# In the order in which their tables point at each other, and in which models are listed.
# isort: off
from .source import ADDRESSES, Source
from .interview import Interview, InterviewFilm, InterviewFilmQuerySet, InterviewQuerySet
from .quote import Quote, QuoteQuerySet
from .citation import Citation
# isort: on

__all__ = [
    "ADDRESSES",
    "Citation",
    "Interview",
    "InterviewFilm",
    "InterviewFilmQuerySet",
    "InterviewQuerySet",
    "Quote",
    "QuoteQuerySet",
    "Source",
]
