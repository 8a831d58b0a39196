"""Answer, hedge or abstain, and why."""
