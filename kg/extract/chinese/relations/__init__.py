"""Relations of Chinese documents: frames over clauses with tagged names, and pairs for the judge."""
