"""Recording what a microphone hears, so that it survives whatever happens to machine and disk."""
