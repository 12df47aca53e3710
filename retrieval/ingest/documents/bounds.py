"""What reading one document may take."""

MEGABYTES = 500
"""Memory of the process that reads, and of each that it starts."""
SECONDS = 60.0
"""For all of the document that is not recognised from an image."""
PAGE_SECONDS = 75.0
"""For one page image: Tesseract's own 60, and the drawing and turning of it."""
KEPT_MEGABYTES = 250
"""A process that has held more is let go: the next document must have room."""
