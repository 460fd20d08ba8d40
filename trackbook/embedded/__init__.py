"""The tracking server of a folder: started by the first process there, shared by the others."""
