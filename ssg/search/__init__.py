"""Search: one analyser for Python and the browser, the index it makes, and asking it."""
