"""Figures of Chinese documents: amounts, what they measure, whose they are."""
