package outside

// opener takes a link as its last argument. It is given to the program as one word,
// so that no shell reads what stands in it.
var opener = []string{"rundll32", "url.dll,FileProtocolHandler"}
