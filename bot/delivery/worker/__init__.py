"""Workers take messages in their order and have each answered once."""
