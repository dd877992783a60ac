"""The site's own server: waitress in a few processes, with a limit on every wait.

Waitress reads whole requests before a thread is spent on them, so a body that never comes holds a
socket and nothing else. What is added here: processes that replace each other (`master.py`), and
deadlines, separate threads for those who read and those who write, and refusals in the site's own
words (`channel.py`, `pools.py`).
"""
