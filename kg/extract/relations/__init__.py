"""Relations in any language: pairs of entities with what a document shows of them, and the reader that judges them."""
