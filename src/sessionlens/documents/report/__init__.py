"""The report with sound: one HTML file that opens anywhere and asks nobody for anything."""
