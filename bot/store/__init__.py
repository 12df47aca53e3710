"""The record of every conversation: inbox, outbox, transcript, links, handoffs, staff, audit."""
