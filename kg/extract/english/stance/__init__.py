"""How surely and according to whom something is told, as the parse shows it."""
