package link

import "context"

// Default watches the phone until ctx ends. Android shows a program no interfaces, but
// says more of its network than these would tell.
func Default(ctx context.Context) (Link, error) { return watch(ctx, Every, phone) }
