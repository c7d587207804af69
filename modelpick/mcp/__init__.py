"""The program as an MCP server: the same use cases for an agent, read-only. The protocol's package is imported by
`modelpick.mcp.server` alone."""
