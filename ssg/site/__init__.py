"""The rules: what the files of the site are, and what they are made of. Each is named for what it is; no I/O."""
