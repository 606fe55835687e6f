"""Records become documents: the 绩效文本 as Word and as Excel. Books and styles come as arguments."""
