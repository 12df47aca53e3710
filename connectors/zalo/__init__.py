"""Zalo: the Official Account (`oa`) and the Bot Platform (`bot`)."""
