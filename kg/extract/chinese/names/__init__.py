"""Names in Chinese text: known ones on raw characters, unknown ones by cue and suffix."""
