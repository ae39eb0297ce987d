package models

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	openapi_v2 "github.com/google/gnostic-models/openapiv2"
	"google.golang.org/protobuf/proto"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	"k8s.io/kubectl/pkg/util/openapi"
)

// server serves a description of one kind, and counts how often.
func server(t *testing.T, kind string, served *atomic.Int32) rest.Interface {
	t.Helper()
	text := strings.ReplaceAll(`{"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {}, "definitions": {"KIND": {
		"type": "object", "x-kubernetes-group-version-kind": [{"group": "g", "kind": "KIND", "version": "v1"}]}}}`, "KIND", kind)
	document, err := openapi_v2.ParseDocument([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	description, err := proto.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/openapi/v2" || r.Header.Get("Accept") != protobuf {
			t.Errorf("asked for %s as %s", r.URL.Path, r.Header.Get("Accept"))
		}
		served.Add(1)
		_, _ = w.Write(description)
	}))
	t.Cleanup(api.Close)
	client, err := discovery.NewDiscoveryClientForConfig(&rest.Config{Host: api.URL})
	if err != nil {
		t.Fatal(err)
	}
	return client.RESTClient()
}

func of(t *testing.T, store *Store, client rest.Interface) openapi.Resources {
	t.Helper()
	model, err := store.Of(client)
	if err != nil {
		t.Error(err)
	}
	return model
}

func knows(model openapi.Resources, kind string) bool {
	return model.LookupResource(schema.GroupVersionKind{Group: "g", Version: "v1", Kind: kind}) != nil
}

func TestClustersThatSayTheSameShareAModel(t *testing.T) {
	var served atomic.Int32
	store := New()
	one, same, other := server(t, "Boat", &served), server(t, "Boat", &served), server(t, "Ship", &served)
	boats, alsoBoats, ships := of(t, store, one), of(t, store, same), of(t, store, other)
	if boats != alsoBoats || boats == ships {
		t.Error("models are shared by what clusters say")
	}
	if !knows(boats, "Boat") || knows(boats, "Ship") || !knows(ships, "Ship") {
		t.Error("a model is that of its cluster")
	}
	if served.Load() != 3 {
		t.Errorf("each cluster is asked, but %d were", served.Load())
	}
}

func TestManyAtOnceGetTheSame(t *testing.T) {
	var served atomic.Int32
	store, client := New(), server(t, "Boat", &served)
	first := of(t, store, client)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if of(t, store, client) != first {
				t.Error("one got a model of its own")
			}
		})
	}
	all.Wait()
}

func TestNobodyKeepsAModelThatIsNotUsed(t *testing.T) {
	var served atomic.Int32
	store, client := New(), server(t, "Boat", &served)
	runtime.KeepAlive(of(t, store, client))
	for range 100 {
		runtime.GC()
		store.mutex.Lock()
		left := len(store.known)
		store.mutex.Unlock()
		if left == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("it is still there")
}

func TestAFaultIsToldToWhoeverAsks(t *testing.T) {
	api := httptest.NewServer(http.NotFoundHandler())
	defer api.Close()
	client, err := discovery.NewDiscoveryClientForConfig(&rest.Config{Host: api.URL})
	if err != nil {
		t.Fatal(err)
	}
	store := New()
	if _, err := store.Of(client.RESTClient()); err == nil {
		t.Error("a cluster that has no description has no model")
	}
	if _, err := store.of([]byte("no description")); err == nil {
		t.Error("what cannot be parsed is no model")
	}
}
