"""The library's own system: patrons, loans, holds, fees; and the facts of the house."""
