"""Map and group over many documents: `local` with processes of this machine."""
