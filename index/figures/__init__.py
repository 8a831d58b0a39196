"""Numbers, dates and amounts in a text as values. `read.py` is the way in."""
