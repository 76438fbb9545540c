"""The faces: terminal and browser."""
