"""Pictures of pages to tables. The door is `read_page_picture`: a picture in, the tables of the page out.

It drops seals, straightens the page, finds the rules, and reads each cell by itself, with a confidence of its own.
"""
