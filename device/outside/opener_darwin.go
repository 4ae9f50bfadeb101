package outside

// opener takes a link as its last argument.
var opener = []string{"open"}
