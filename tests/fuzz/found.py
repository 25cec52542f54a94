"""What fuzzing has found: inputs of `target.one_input` that went wrong once."""

FOUND: tuple[bytes, ...] = (b"B<a href='mailto:a@b.example\"><b>\nc'>d</a>",)
