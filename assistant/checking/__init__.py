"""Checking a draft against the library: draft → sentences → findings. `assistant.check` is the way in."""
