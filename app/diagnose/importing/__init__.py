"""What the rows of a file mean as submissions: fields, days, values, faults."""
