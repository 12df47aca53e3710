"""Our NLU components for Rasa: they import rasa, vietnamese, stdnum and what counts, no more."""
