"""Who may do what: keys with scopes, stored as hashes. Knows nothing of HTTP."""
