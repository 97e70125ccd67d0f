"""Themes: settings, words, templates → HTML. Text in, text out; Jinja lives here."""
