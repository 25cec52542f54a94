"""Ask the network about pictures, sound and film: whether they are there, their type, length, size and duration."""
