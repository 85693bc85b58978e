"""A tiny but real Vosk model, made from text and espeak-ng alone."""
