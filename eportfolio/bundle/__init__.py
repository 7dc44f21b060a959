"""Handover bundles: made, read and verified as streams."""
