"""Quotes the postage of parcels."""
