"""Records become documents: the 绩效文本 as Word and as Excel. No store, no window: books and styles come as arguments."""
