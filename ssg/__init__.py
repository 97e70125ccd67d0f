"""A static archive site generator: article text in, a searchable site that outlives its sources out."""

__version__ = "0.1.0"
