"""Finding works, narrowing, details, availability."""
