"""Model ids in text: finding them, knowing them, and saying what is wrong with them. Pure: no file is opened."""
