"""Our own files: written whole or not at all, and read with a message that helps."""
