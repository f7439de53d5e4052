"""Hard thinking as pure functions: no Django, no database, no request."""
