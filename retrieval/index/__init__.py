"""The index on disk: built beside, verified, swapped at once, the previous kept."""
