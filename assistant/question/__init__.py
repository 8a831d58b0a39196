"""What is asked: kinds, parts, follow-ups, the documents it names."""
