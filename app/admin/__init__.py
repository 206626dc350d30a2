"""People and roles, the framework, the audit log, jobs."""
