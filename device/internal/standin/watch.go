//go:build jvm && !android

package standin

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// complaints are how -Xcheck:jni begins a line.
var complaints = [][]byte{
	[]byte("WARNING in native method"), []byte("FATAL ERROR in native method"),
	[]byte("WARNING: JNI"), []byte("JNI local refs"),
}

// watch runs this program again with Java inside, and reads what it says.
func watch() int {
	cmd := exec.Command(os.Args[0], os.Args[1:]...)
	cmd.Env = append(os.Environ(), inside+"=1")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.MultiWriter(os.Stdout, &said), os.Stderr
	err := cmd.Run()
	for _, c := range complaints {
		if bytes.Contains(said.Bytes(), c) {
			err = errors.Join(err, errComplaint)
			break
		}
	}
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, "standin:", err)
	return 1
}
