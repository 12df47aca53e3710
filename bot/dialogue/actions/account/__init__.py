"""Own loans, holds and fees; linking a card; every write confirmed first."""
