"""表格: tables as people send and get them: XLSX, CSV and NDJSON, read row by row and written row by row."""
