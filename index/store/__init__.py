"""The one truth (SQLite) and its caches (FAISS): writing, reading, checking."""
