//go:build tools

// Package tools pins the engine: no program can import its main package, so that is built in the folder engine, from its own files.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
