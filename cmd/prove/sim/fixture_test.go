package sim

import "context"

var contextOfTests = context.Background()
