"""How surely a Chinese text tells something, and from whom it has it."""
