"""One turn of dialogue: owner, understanding, the engine behind its port, the actions it calls."""
