"""The window. It shows what `eportfolio` does and holds no rule of its own."""
