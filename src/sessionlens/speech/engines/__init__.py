"""The speech engines: one module each, behind one interface."""
