"""Speech from espeak-ng whose every phone and word is timed."""
