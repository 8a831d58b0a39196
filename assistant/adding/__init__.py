"""Files and addresses on their way into a library."""
