"""HTTP: reads bodies, names errors, writes answers; judging and advising are `service.triage`'s."""
