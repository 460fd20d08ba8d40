"""`trackbook doctor`: finds the usual troubles, and says what to do about each."""
