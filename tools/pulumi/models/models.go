// Package models parses what clusters say about their APIs, once for all that say the same.
package models

import (
	"context"
	"crypto/sha256"
	"runtime"
	"sync"
	"weak"

	openapi_v2 "github.com/google/gnostic-models/openapiv2"
	"golang.org/x/sync/singleflight"
	"google.golang.org/protobuf/proto"
	"k8s.io/client-go/rest"
	"k8s.io/kubectl/pkg/util/openapi"
)

// The form of a description that is quickest to parse.
const protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"

// A digest is that of the description itself: what one cluster says must not decide about another one.
type digest [sha256.Size]byte

// A model is what a description says about each kind. Nothing writes to it.
type model struct{ openapi.Resources }

// A Store has the models that somebody uses.
type Store struct {
	parsing singleflight.Group
	mutex   sync.Mutex
	known   map[digest]weak.Pointer[model]
}

// New returns a store that has none.
func New() *Store { return &Store{known: map[digest]weak.Pointer[model]{}} }

// Of asks a cluster for its description, which may be that of another one, too.
func (s *Store) Of(client rest.Interface) (openapi.Resources, error) {
	description, err := client.Get().AbsPath("/openapi/v2").SetHeader("Accept", protobuf).Do(context.TODO()).Raw()
	if err != nil {
		return nil, err
	}
	return s.of(description)
}

// of parses a description, unless that has been done.
func (s *Store) of(description []byte) (openapi.Resources, error) {
	name := digest(sha256.Sum256(description))
	parsed, err, _ := s.parsing.Do(string(name[:]), func() (any, error) {
		if known := s.get(name); known != nil {
			return known, nil
		}
		resources, err := parse(description)
		if err != nil {
			return nil, err
		}
		return s.put(name, resources), nil
	})
	if err != nil {
		return nil, err
	}
	return parsed.(*model), nil
}

func parse(description []byte) (openapi.Resources, error) {
	document := &openapi_v2.Document{}
	if err := proto.Unmarshal(description, document); err != nil {
		return nil, err
	}
	return openapi.NewOpenAPIData(document)
}

func (s *Store) get(name digest) *model {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.known[name].Value()
}

// put keeps a model for as long as somebody uses it.
func (s *Store) put(name digest, resources openapi.Resources) *model {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	added := &model{resources}
	s.known[name] = weak.Make(added)
	runtime.AddCleanup(added, s.drop, name)
	return added
}

// drop forgets a model that nobody uses any more, unless it has come back.
func (s *Store) drop(name digest) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.known[name].Value() == nil {
		delete(s.known, name)
	}
}
