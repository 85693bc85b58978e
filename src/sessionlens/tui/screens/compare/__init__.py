"""The screen in which two reviews of one recording are laid side by side."""
