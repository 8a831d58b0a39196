"""The word processor 한글: HWP 5 (`hwp.py`) and HWPX (`hwpx.py`)."""
