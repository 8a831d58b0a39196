"""The four pages. Each is a function without arguments that draws itself."""
