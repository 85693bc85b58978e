"""The screen of an agreement between two people."""
