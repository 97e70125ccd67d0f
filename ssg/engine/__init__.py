"""The build engine: runs a rule only when what it read has changed. Knows keys and bytes, never "article".

After *Build Systems à la Carte* (Mokhov, Mitchell, Peyton Jones, 2018): a suspending scheduler with
verifying traces. DESIGN.md §5 lists its laws; tests/engine has a seeded mutant for each.
"""
