"""A knowledge graph of China's AI ecosystem, read from news."""
