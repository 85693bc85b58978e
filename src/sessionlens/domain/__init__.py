"""What the program is about: pure values and rules; no files, no sound, no screen."""
