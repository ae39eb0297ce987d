package main

import (
	provider "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/openapi"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	"k8s.io/kubectl/pkg/util/openapi"

	"flotilla/tools/pulumi/models"
)

// init lets the providers of this process share what they make of the descriptions of their clusters' APIs: to parse one takes longer than
// all else that a provider does to begin, and most clusters of a fleet have the same.
func init() {
	own, shared := provider.GetResourceSchemasForClient, models.New()
	provider.GetResourceSchemasForClient = func(client discovery.OpenAPISchemaInterface) (openapi.Resources, error) {
		if connected, ok := client.(interface{ RESTClient() rest.Interface }); ok {
			return shared.Of(connected.RESTClient())
		}
		return own(client)
	}
}
