"""The vocabulary and the known entities: Turtle files, their index, and the checks on them."""
