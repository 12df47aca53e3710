"""What must be built once before serving: encoder, demo sources, typing model, index, Rasa."""
