"""Reading question and passage together: how likely each sentence of a passage answers the question."""
