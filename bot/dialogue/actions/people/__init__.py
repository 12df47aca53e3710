"""Where staff come in: handing over, feedback, wishes, privacy."""
