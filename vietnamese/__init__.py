"""How Vietnamese is typed: one entrance, `read`, from text as typed to text as meant."""
