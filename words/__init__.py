"""Every sentence a person sees, by part; a library changes single ones in a folder of its own.

A part is a YAML file here (`desk`, `web`, `reader/search`). The library's folder holds files of
the same names with just the sentences it changes.
"""

from words.shelf import Words, WordsError, fault, of, say, use

__all__ = ["Words", "WordsError", "fault", "of", "say", "use"]
