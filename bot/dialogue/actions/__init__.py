"""What the assistant does: a verb a file, shelved by domain; run at the actions endpoint."""
