"""Finished pages, kept in each process and answered ahead of Django.

A page is a function of what stands in its key (`key.py`) and of nothing else: Django is asked for
it with just that. What a change of content makes stale is forgotten by the next request
(`triggers.py`, `database.py`). docs/performance.md tells the whole.
"""
