// Command pulumi-resource-kubernetes serves Pulumi's Kubernetes provider from its published Go module.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"
)

// Both files lie in the provider's module; the installer maps them into this folder with a build overlay.
var (
	//go:embed schema.json
	schema []byte

	//go:embed terraform-mapping.json
	mapping []byte
)

func main() {
	provider.Serve("kubernetes", version.Version, schema, mapping)
}
