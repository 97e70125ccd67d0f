"""`ssg check`: what a reader, a search engine or GitHub Pages would stumble over, found before they do.

A check is a function from the built site to findings; `CHECKS` is the list of them. None of them writes, and only
`external.py` asks the network.
"""
