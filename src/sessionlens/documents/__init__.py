"""What is rendered for people and for other tools."""
