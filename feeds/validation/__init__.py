"""Check finished documents against the rules of their formats.

Each vocabulary is a module of tables; `spec` holds documents against them, `run` is what to call.
"""
