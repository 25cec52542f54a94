"""From the bytes of a file to an Article, or to the problems that keep it from being one."""
