"""From text to tree: layout, the parser with its recovery, the tree itself and the formatter."""
