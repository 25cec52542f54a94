"""Feed readers as people use them, one module each; what they have to say is in `base`."""
