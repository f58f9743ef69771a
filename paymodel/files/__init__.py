"""Everything that touches the disk: scales, rotas, posts, scenarios and tables."""
