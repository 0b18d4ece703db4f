"""Learning the judge from annotated documents: `kg learn GOLD_DIR -o FILE`."""

from kg.learn.examples import Example, read_examples
from kg.learn.training import train

__all__ = ["Example", "read_examples", "train"]
