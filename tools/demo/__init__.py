"""The demo session: its dialogue, its recording, its transcript and its example feedback."""
