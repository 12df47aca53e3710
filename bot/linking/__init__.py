"""Linking a library card on a web page, never by a PIN in chat."""
