"""Run by `make test`. Start reading at conftest.py (the cast) and world.py (what there is to leak)."""
