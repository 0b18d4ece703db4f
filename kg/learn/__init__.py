"""Learning the models of the extractor from annotated documents: `kg learn GOLD_DIR -o FILE`."""

from kg.learn.examples import Example, read_examples
from kg.learn.times import read_times, train_times
from kg.learn.training import PRECISION, train

__all__ = ["PRECISION", "Example", "read_examples", "read_times", "train", "train_times"]
