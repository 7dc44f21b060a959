"""The e-portfolio without a face: everything the program can do, from Python or a command line."""

__version__ = "0.1.0"
