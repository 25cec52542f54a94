"""What every other package may use: the model, text, addresses, dates, limits, messages."""
