"""Which of a question's words a text has, in other forms and languages too."""
