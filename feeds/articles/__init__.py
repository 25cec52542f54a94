"""Turn the bytes of a file into an Article, or into the problems that keep it from being one."""
