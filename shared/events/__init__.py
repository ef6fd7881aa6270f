"""The published language: every event a service records, one module for each owner.

A service may read any module here and makes only its own events.
"""
