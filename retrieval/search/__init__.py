"""Answering queries from the served version of the index."""
