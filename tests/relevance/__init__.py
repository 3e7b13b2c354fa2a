"""Judged queries: how well search answers what people type, beside two plain engines."""
