"""Documents that each break one rule, and their twins that break none.

`table.tsv` says of each document in `faulty` on which line it breaks which rule. What is in `sound` is valid, much of
it in an unusual way; warnings are allowed there.
"""
