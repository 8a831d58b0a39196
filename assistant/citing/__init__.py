"""Citing: footnotes and bibliographies in many styles, their receipts, and exports of whole reports."""
