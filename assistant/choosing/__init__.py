"""Which sentences answer: features, the learnt order, lists and sides, further ones."""
