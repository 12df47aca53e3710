"""The library's own facts: hours, places, rules, events."""
