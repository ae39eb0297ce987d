// Command kubernetes-provider serves Pulumi's Kubernetes provider from its published Go module: one, as Pulumi starts it, or, when
// its only argument is --together=SOCKET, one for each connection to that socket.
package main

import (
	_ "embed"
	"fmt"
	"os"
	"strings"

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
	if len(os.Args) == 2 {
		if socket, found := strings.CutPrefix(os.Args[1], "--together="); found {
			if err := serveTogether(socket); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			return
		}
	}
	serve()
}

// serve serves one provider for as long as this process lives, to the engine whose address is the only argument.
func serve() {
	provider.Serve("kubernetes", version.Version, schema, mapping)
}
