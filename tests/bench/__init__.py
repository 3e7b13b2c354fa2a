"""Measurements, as ratios taken in one run against a named baseline; nothing here is asserted in the test suite."""
