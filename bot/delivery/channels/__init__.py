"""The messaging channels, wired: settings, webhooks, polling, tokens, events, health."""
