// Package bucket keeps bytes in a store that speaks S3, for servers that share no
// disk. It satisfies files.Blobs and knows neither what the bytes are nor whose.
//
//	s3://KEY:SECRET@host:9000/bucket/prefix?tls=no&region=cn-north-1
//
// What is put is whole at once: S3 shows an object when it was taken to its end.
package bucket

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Bucket is one bucket, or a part of one below a prefix.
type Bucket struct {
	client *minio.Client
	name   string
	prefix string
}

// Open reads an address and looks whether the bucket is there.
func Open(ctx context.Context, address string) (*Bucket, error) {
	b, options, endpoint, err := parse(address)
	if err != nil {
		return nil, err
	}
	if b.client, err = minio.New(endpoint, options); err != nil {
		return nil, fmt.Errorf("address of the bucket: %w", err)
	}
	found, err := b.client.BucketExists(ctx, b.name)
	if err != nil {
		return nil, fmt.Errorf("look for the bucket %s: %w", b.name, err)
	}
	if !found {
		return nil, fmt.Errorf("there is no bucket %s at %s", b.name, endpoint)
	}
	return b, nil
}

func parse(address string) (*Bucket, *minio.Options, string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.User == nil {
		return nil, nil, "", errors.New("address of the bucket: it is s3://KEY:SECRET@host/bucket") // never with the secret
	}
	name, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if name == "" {
		return nil, nil, "", errors.New("address of the bucket: it names no bucket")
	}
	if prefix != "" {
		prefix += "/"
	}
	secret, _ := u.User.Password()
	q := u.Query()
	return &Bucket{name: name, prefix: prefix}, &minio.Options{Creds: credentials.NewStaticV4(u.User.Username(), secret, ""),
		Secure: q.Get("tls") != "no", Region: q.Get("region")}, u.Host, nil
}

// Put sends bytes when check has approved of them. What is not in memory goes
// through a temporary file: S3 wants to know the length first, and nothing may be
// seen before it is checked.
func (b *Bucket) Put(ctx context.Context, name string, r io.Reader, check func() error) error {
	if small, ok := r.(*bytes.Reader); ok {
		if err := check(); err != nil {
			return err
		}
		return b.send(ctx, name, small, int64(small.Len()))
	}
	temp, err := os.CreateTemp("", "dianqin-*")
	if err != nil {
		return err
	}
	defer func() { _, _ = temp.Close(), os.Remove(temp.Name()) }()
	n, err := io.Copy(temp, r)
	if err != nil {
		return err
	}
	if err := check(); err != nil {
		return err
	}
	if _, err := temp.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return b.send(ctx, name, temp, n)
}

func (b *Bucket) send(ctx context.Context, name string, r io.Reader, n int64) error {
	_, err := b.client.PutObject(ctx, b.name, b.prefix+name, r, n, minio.PutObjectOptions{})
	if err != nil {
		return fmt.Errorf("send %s: %w", name, err)
	}
	return nil
}

// Open opens bytes; fs.ErrNotExist where there are none.
func (b *Bucket) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	o, err := b.client.GetObject(ctx, b.name, b.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, err
	}
	if _, err := o.Stat(); err != nil { // GetObject itself asks nothing yet
		_ = o.Close()
		if minio.ToErrorResponse(err).StatusCode == http.StatusNotFound {
			return nil, fs.ErrNotExist
		}
		return nil, err
	}
	return o, nil
}

// List gives the names below a folder; "" is all.
func (b *Bucket) List(ctx context.Context, folder string, each func(name string, bytes int64) error) error {
	ctx, stop := context.WithCancel(ctx) // ends the listing where each does
	defer stop()
	if folder != "" {
		folder += "/"
	}
	for o := range b.client.ListObjects(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix + folder, Recursive: true}) {
		if o.Err != nil {
			return o.Err
		}
		if err := each(strings.TrimPrefix(o.Key, b.prefix), o.Size); err != nil {
			return err
		}
	}
	return nil
}

// Delete removes bytes; none is no error.
func (b *Bucket) Delete(ctx context.Context, name string) error {
	return b.client.RemoveObject(ctx, b.name, b.prefix+name, minio.RemoveObjectOptions{})
}
