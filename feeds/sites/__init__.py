"""What the generators of static sites say of a site in their own configuration: its name, its addresses, its parts."""
