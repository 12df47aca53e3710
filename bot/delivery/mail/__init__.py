"""E-mail: one mailer for all, and what the staff is told by it."""
