"""What all screens share in which one listens: playing, reading, and what goes on behind them."""
