package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// key is what a package is signed with; the password stays in the environment.
type key struct {
	store, alias string
	env          []string
}

// key is the user's (KEYSTORE, KS_ALIAS, KS_PASS) or one for trying out, made here.
func (m *maker) key(ctx context.Context) (key, error) {
	if store := os.Getenv("KEYSTORE"); store != "" {
		if os.Getenv("KS_PASS") == "" || os.Getenv("KS_ALIAS") == "" {
			return key{}, fmt.Errorf("KEYSTORE is set, but not KS_ALIAS and KS_PASS")
		}
		return key{store: store, alias: os.Getenv("KS_ALIAS")}, nil
	}
	k := key{store: filepath.Join(m.out, "debug.keystore"), alias: "debug", env: []string{"KS_PASS=android"}}
	if !exists(k.store) {
		if _, err := run(ctx, k.env, "keytool", "-genkeypair", "-keystore", k.store, "-storetype", "PKCS12",
			"-alias", k.alias, "-storepass:env", "KS_PASS", "-keyalg", "RSA", "-keysize", "3072",
			"-validity", "10000", "-dname", "CN=Dianqin debug, O=not for people"); err != nil {
			return key{}, fmt.Errorf("make a key for trying out: %w", err)
		}
	}
	m.say("signed with a key for trying out (%s): set KEYSTORE, KS_ALIAS and KS_PASS for people's phones", k.store)
	return k, nil
}

// sign signs in the two ways that phones go by, v2 since Android 7 and v3 since 9;
// more is what else apksigner is told.
func (k key) sign(ctx context.Context, in, out string, more ...string) error {
	args := []string{"sign", "--ks", k.store, "--ks-key-alias", k.alias, "--ks-pass", "env:KS_PASS",
		"--min-sdk-version", fmt.Sprint(minAPI), "--v1-signing-enabled", "false",
		"--v2-signing-enabled", "true", "--v3-signing-enabled", "true", "--out", out}
	if _, err := run(ctx, k.env, "apksigner", append(append(args, more...), in)...); err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	return nil
}
