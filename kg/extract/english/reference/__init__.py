"""Pronouns and descriptions: whom they stand for."""
