"""What the assistant does: one verb per file, run for Rasa through `bot.actions.server`."""
