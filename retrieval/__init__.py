"""The catalogue and the digitized texts: records in, works and cited passages out."""
