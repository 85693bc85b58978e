"""The screen that lists the recordings of a folder."""
