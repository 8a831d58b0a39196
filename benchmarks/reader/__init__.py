"""Training and measuring the reader: data, made questions, training, export, figures. Nothing here ships."""
