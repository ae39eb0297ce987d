//go:build tools

// Package tools pins the program that is built from this module beside the Kubernetes provider.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
