"""The service around the model: HTTP, the playbook's advice, settings. Never trains."""
