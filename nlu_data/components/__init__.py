"""Our NLU components for Rasa: they import rasa, vietnamese and the numeric libraries alone."""
