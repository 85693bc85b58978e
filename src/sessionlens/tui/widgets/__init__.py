"""One module per widget; a widget posts messages and knows no screen."""
