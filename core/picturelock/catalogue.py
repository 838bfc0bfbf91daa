"""What profiles and specs share: exact quantities with units, and limits that say whose they are."""
