"""From characters to paragraphs and sentences, and which language they are in."""
