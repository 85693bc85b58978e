"""The commands: parse, call, print. Nothing is imported before it is needed."""
