"""Finished documents → the rules of their formats that they break.

Each vocabulary is a module of tables; `spec` holds documents against them, `run` is what to call.
"""
