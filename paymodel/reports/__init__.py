"""Reports: workbooks, documents and folders made of what the other floors work out."""
