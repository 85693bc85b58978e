"""The live screen: a session is observed, recorded and marked as it happens."""
