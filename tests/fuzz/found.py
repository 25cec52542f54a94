"""What fuzzing has found: inputs of `target.one_input` that went wrong once."""

FOUND: tuple[bytes, ...] = (
    b"",
    b"---\n---\n",
)
