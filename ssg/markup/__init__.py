"""Front matter and Markdown: text in, typed values and safe HTML out. No I/O; the only room with
yaml, markdown-it, pygments, nh3.
"""
