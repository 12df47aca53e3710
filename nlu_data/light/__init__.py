"""Rasa without TensorFlow: stand-ins, one speed fix, quiet logs, and the launcher."""
