"""The Word templates of the forms."""
