"""The screen in which the sessions of one coach lie side by side."""
