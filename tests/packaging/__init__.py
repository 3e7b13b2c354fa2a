"""The finished packages, tried as a user would; run by `build/make.py package`, not part of the quick tests."""
