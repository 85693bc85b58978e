"""SessionLens: review recorded coaching conversations, offline, from the keyboard."""

__version__ = "0.1.0"
