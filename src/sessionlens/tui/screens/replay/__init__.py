"""The screen in which a coach replays the moments of their feedback and answers them."""
