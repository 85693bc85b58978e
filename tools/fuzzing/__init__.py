"""What the fuzzer feeds to whom: seeds, what damages them, and the readers."""
