"""The syntax tree of rule files, the parser that makes it and the printer that writes it back."""
