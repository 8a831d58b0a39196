"""The library for other programs: one desk, served over MCP and HTTP. See `assistant.serving.service`."""
