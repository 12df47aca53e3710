"""Courtesies, and what is said when nothing was understood."""
