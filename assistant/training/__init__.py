"""How the table of `assistant.distress` is learned; not needed to run."""
