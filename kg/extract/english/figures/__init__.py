"""Figures: numbers, prices, times, their metrics and subjects."""
