// Command pulumi-resource-kubernetes is what Pulumi's engine starts as the Kubernetes provider of a cluster. Where a run of flotilla has
// a process that serves the providers of all clusters, it asks that one for another; otherwise it becomes a provider itself.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

// socketVariable names the socket of the process that serves all providers, which listens soon.
const socketVariable = "FLOTILLA_PROVIDERS"

const (
	startsWithin = 5 * time.Second
	triesEvery   = 5 * time.Millisecond
)

func main() {
	if connection, port := ask(); connection != nil {
		fmt.Print(port)
		go endWithEngine()
		_, _ = io.Copy(io.Discard, connection)
		fail("the process that serves the Kubernetes providers of all clusters has ended" + lastWords())
	}
	become()
}

// ask asks for a provider for the engine whose address is the only argument. The provider lives as long as the connection.
func ask() (net.Conn, string) {
	socket := os.Getenv(socketVariable)
	folder, err := os.Getwd()
	// The engine gives more arguments when it wants to know more: then each provider tells for itself.
	if socket == "" || err != nil || len(os.Args) != 2 {
		return nil, ""
	}
	connection := connect(socket)
	if connection == nil {
		return nil, ""
	}
	if _, err := fmt.Fprintf(connection, "%s\n%s\n", os.Args[1], folder); err != nil {
		return nil, ""
	}
	port, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		return nil, ""
	}
	return connection, port
}

// connect returns nil when nobody listens in time.
func connect(socket string) net.Conn {
	for last := time.Now().Add(startsWithin); ; time.Sleep(triesEvery) {
		connection, err := net.Dial("unix", socket)
		if err == nil {
			return connection
		}
		if time.Now().After(last) {
			return nil
		}
	}
}

// endWithEngine ends this process when the engine has gone, whose end of the standard input closes then, however it ends.
func endWithEngine() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}

// become replaces this process by a provider with the same arguments.
func become() {
	own, err := os.Executable()
	if err != nil {
		fail(err.Error())
	}
	program := filepath.Join(filepath.Dir(own), "kubernetes-provider")
	fail(syscall.Exec(program, append([]string{program}, os.Args[1:]...), os.Environ()).Error())
}

// lastWords are what the process that serves all providers has written at its end, from where it says why. One of those that lose it
// tells them: each would tell the same.
func lastWords() string {
	log := os.Getenv(socketVariable) + ".log"
	if os.Rename(log, log+".told") != nil {
		return ""
	}
	text, err := os.ReadFile(log + ".told")
	if err != nil {
		return ""
	}
	start := max(0, len(text)-mostWords)
	if found := end.FindIndex(text); found != nil {
		start = found[0]
	}
	return ":\n" + string(text[start:min(len(text), start+mostWords)])
}

// end is how the last words of a program in Go begin.
var end = regexp.MustCompile(`(?m)^(panic|fatal error|runtime|SIG[A-Z]+): `)

// mostWords is how much is told of them, in bytes.
const mostWords = 4 << 10

func fail(reason string) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(1)
}
