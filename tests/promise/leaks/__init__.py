"""Leaks that we plant, to see that the battery catches them; planted.py has them all."""
