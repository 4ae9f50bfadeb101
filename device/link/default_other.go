//go:build !android

package link

import "context"

// Default watches this machine until ctx ends. Desktop systems are asked by polling
// their interfaces.
func Default(ctx context.Context) (Link, error) { return Poll(ctx, Every) }
