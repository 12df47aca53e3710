"""The sender carries replies from the outbox to their channels."""
