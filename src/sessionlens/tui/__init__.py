"""The screen: screens own their keys, widgets their looks."""
