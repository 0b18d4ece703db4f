"""Relations: frames, features of pairs, and what belongs to a relation beside its ends."""
