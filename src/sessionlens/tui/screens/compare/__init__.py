"""The screen in which reviews of one recording are laid side by side."""
