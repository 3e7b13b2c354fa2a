"""Tests of fieldref: facts about its behaviour."""
