"""预算绩效编报: the offline desktop program for budget performance targets of county bureaus."""

__version__ = "0.1.0"
