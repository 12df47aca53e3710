"""Keeping what readers entrust to the library: sealing, redacting, erasing."""
