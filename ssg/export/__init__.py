"""The archive in the forms of other programs: what leaves, one small module per format, and how it gets to its place whole."""
