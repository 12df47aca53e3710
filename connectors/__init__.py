"""Channels: a platform's bytes to our messages, and our replies to a platform's payloads."""
