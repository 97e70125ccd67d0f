"""Pictures: their size, what their files say beside the picture, smaller versions. Bytes in, bytes out; Pillow lives here."""
