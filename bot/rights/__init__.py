"""What readers are promised: consent, erasing, exporting, retention, audit."""
