"""Personal data in a message, kind by kind: plain text → spans. Each file states its patterns' contracts."""
