package outside

// Default asks Android for the program.
func Default() Outside { return phone{} }
