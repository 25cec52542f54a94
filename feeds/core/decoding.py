"""What msgspec raises for bytes that others may have written, or that are damaged."""

import msgspec

UNDECODABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""They are of another form, no text, or nested too deeply, as any field may be that is passed over."""
