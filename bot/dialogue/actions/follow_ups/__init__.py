"""What leans on something just shown: why, when, where, how much, whence, once more."""
