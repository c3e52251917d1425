"""Data checks, training and evaluation of the model. Never imported by the service."""
