"""What is published beside the pages: files, what commands print, dumps, and mails on errors."""
