"""Memory: what was said, and what a trainer thought of it. Knows nothing of HTTP and judges nothing."""
