"""One reader per transcript format, and one function that recognises which."""
