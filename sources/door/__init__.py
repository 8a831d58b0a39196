"""What an unknown file or address may be and do: limits, the reading child, archives, fetching."""
