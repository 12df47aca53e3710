"""Evaluations of the whole assistant."""
