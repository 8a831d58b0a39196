"""PDF: characters with places → lines → paragraphs. `read.py` is the way in."""
