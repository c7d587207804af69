"""Results of evaluation runs, as the tools that ran them write them: bytes -> rows, a module a tool. No I/O."""
