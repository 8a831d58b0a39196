"""A text's words: tokens, names, glossary, dictionary, sound; their lists stand in `data/`."""
