"""Files of rows and columns as people send them: what they are, and what stands in them.

Knows nothing of submissions or of the database.
"""

from app.diagnose.tables.detect import Table, detect
from app.diagnose.tables.problems import NotATable
from app.diagnose.tables.rows import Row, read_rows

__all__ = ["NotATable", "Row", "Table", "detect", "read_rows"]
