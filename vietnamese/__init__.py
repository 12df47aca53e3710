"""Vietnamese, on the ground floor: `reading`, how it is typed, and `phrases`, what it says."""
