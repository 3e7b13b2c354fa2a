"""fieldref: an offline field reference for people who prevent, respond to and recover from mass attacks."""

__version__ = "0.1.0"
