//go:build !windows

package local

import "os"

// syncDir makes a rename in a folder survive a loss of power.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
