"""`python -m config.server --port 8000 --workers 2`: serve the site until SIGTERM or Ctrl-C."""

import argparse

from .master import block_signals, serve

if __name__ == "__main__":
    block_signals()  # before anything slow: a signal during the start waits for the end of it
    parser = argparse.ArgumentParser(prog="config.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    serve(options.host, options.port, options.workers)
