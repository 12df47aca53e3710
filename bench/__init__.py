"""Benchmarks: one a file, each run by name, its figures kept in `bench/results`."""
