"""Offline recognition with Vosk: models, recogniser, transcriber."""
