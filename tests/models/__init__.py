"""Slow, literal reference implementations that the product is compared with."""
