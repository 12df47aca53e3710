"""The demo library, built from the editable sources in `demo/`: MARC, PDFs, circulation."""
