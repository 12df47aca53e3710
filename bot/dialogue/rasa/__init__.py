"""Rasa and all that speaks with it: client, process, breaker, and the endpoints it calls."""
