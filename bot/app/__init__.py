"""The one composition root: the only place that builds concrete things."""
