"""Who is meant where no name stands: 该公司, 其, 前者, and subjects that a clause leaves out."""
