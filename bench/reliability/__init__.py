"""What is promised of delivery, measured in full."""
