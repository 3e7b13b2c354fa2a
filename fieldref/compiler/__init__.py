"""Markdown and data files to a bundle; no Qt."""
