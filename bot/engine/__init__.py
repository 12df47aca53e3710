"""One turn of dialogue, behind a port: Rasa over HTTP, or the fallback when Rasa is down."""
