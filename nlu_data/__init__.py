"""The Rasa project."""
