"""Training of the answer judge whose weights ship in `models/answer_judge`."""
