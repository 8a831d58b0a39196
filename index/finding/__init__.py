"""A question into hits and passages: each list searched, all of them fused."""
