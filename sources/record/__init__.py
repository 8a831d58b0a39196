"""Who wrote a document, who published it and when: from the catalogue, or from what the text says."""
