"""Which time a statement tells: times of the text as candidates, and a learned choice among them."""
