"""Documents the program makes: sheets for the office and specimens for a demonstration."""
