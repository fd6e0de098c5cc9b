def read_prose(grid): return []
