"""The command line, one module a family of commands; `assistant.cli` puts them together."""
