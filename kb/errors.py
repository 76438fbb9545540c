"""What a user can mend. Everything else is a value or a bug.

YoujuError
├── LibraryError      the library folder cannot be read as a library
├── IndexProblem      the index is missing, stale, damaged or cannot be written
├── InputProblem      a question, a day, a reference or a file that cannot be used
└── ModelProblem      a chat model or an embedder that cannot be used
"""

from __future__ import annotations


class YoujuError(Exception):
    """One sentence for the user: what, where, and how to mend it."""


class LibraryError(YoujuError):
    """The library folder cannot be read as a library."""


class IndexProblem(YoujuError):
    """The index is missing, stale, damaged, or its place cannot be written."""


class InputProblem(YoujuError):
    """A question, a day, a reference or a file that cannot be used."""


class ModelProblem(YoujuError):
    """A chat model or an embedder that cannot be used."""
