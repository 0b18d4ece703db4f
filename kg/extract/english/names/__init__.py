"""Names in English text: known and unknown, their kinds, and which of them are one entity."""
