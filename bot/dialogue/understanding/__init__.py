"""What a message means: its needs in order, and offline understanding for evaluation."""
