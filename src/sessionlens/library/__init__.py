"""Finds and reads everything that belongs to one recording, before the screen appears."""
