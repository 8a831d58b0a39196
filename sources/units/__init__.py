"""A document as a tree: articles, paragraphs, items, lists, tables, notes. `assemble.py` is the way in."""
