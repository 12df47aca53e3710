"""Questions the digitized texts answer."""
