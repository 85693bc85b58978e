"""Decoding, playing and drawing a recording; knows nothing of reviews."""
