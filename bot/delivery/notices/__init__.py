"""Notices to readers who asked for them: due soon, hold ready, hold expiring. Each once."""
