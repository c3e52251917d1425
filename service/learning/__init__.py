"""Learning from reviews: training runs, the models that come of them, and which one judges."""
