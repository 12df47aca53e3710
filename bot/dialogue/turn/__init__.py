"""One turn: who owns the conversation answers it."""
