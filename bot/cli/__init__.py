"""The command line `thuthu`: one command per file, JSON lines in and out."""
