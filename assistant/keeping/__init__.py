"""What outlives a session: chats, a library as one file, what ships."""
