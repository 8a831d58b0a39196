"""A document into chunks, vectors and links; rebuilding them all."""
