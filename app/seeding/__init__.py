"""The parts of `flask seed`, a file a theme. Whoever needs one imports its module."""
