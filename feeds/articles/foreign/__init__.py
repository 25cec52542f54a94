"""Read articles in the words of other programs: their names of fields, their addresses and what their paths tell."""
