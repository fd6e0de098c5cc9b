"""What is to be doubted about values that were read from pictures, and the labels that such a reading nearly gave."""
