"""The conversation: what happens between a message taken in and a reply handed out."""
