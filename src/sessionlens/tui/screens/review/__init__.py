"""The review screen: one module per kind of thing a reviewer does in it."""
