"""Why is this user charged, why does this bill say so? From recorded evidence, for a person who is no programmer."""
