"""A volunteer's inbox: many messages in, sorted matters with verified drafts out."""
