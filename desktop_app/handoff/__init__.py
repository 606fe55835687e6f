"""The USB package (.jxz): writing it whole, and reading it without trusting it."""
