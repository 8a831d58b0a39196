"""Text to vectors: the embedding model, the second encoder, word vectors, the reranker."""
