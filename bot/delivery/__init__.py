"""From a channel to the dialogue and back: intake, worker, sender, notices; each message once."""
