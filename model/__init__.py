"""What a message shows: labels, features, heads, calibration, evidence. No HTTP, no database, no environment."""
