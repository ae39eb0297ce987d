package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// serveTogether serves a provider to each connection to a socket: a process for each cluster costs more than what most of them do.
// Nothing is shared between them but the program. A connection asks with two lines, the engine's address and the folder to work in,
// and is answered with one, the port that the provider listens on.
//
// It ends when whoever started it has closed its standard input, and no connection is left. Then it takes away the folder of the run that
// the socket is in: providers have left kubeconfigs there, and who made it may have been killed.
func serveTogether(socket string) error {
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	users := users{folder: filepath.Dir(socket)}
	users.came()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		users.left()
	}()
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		users.came()
		go func() {
			defer users.left()
			defer connection.Close()
			if err := answer(connection); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}()
	}
}

// users are those for whom this process lives: who started it, and the connections.
type users struct {
	mutex  sync.Mutex
	count  int
	folder string
}

func (u *users) came() {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	u.count++
}

// left ends the process with its last user.
func (u *users) left() {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	u.count--
	if u.count > 0 {
		return
	}
	if strings.HasPrefix(filepath.Base(u.folder), "flotilla-run-") {
		_ = os.RemoveAll(u.folder)
	}
	os.Exit(0)
}

// answer starts a provider for a connection, and returns when that has been closed.
func answer(connection net.Conn) error {
	reader := bufio.NewReader(connection)
	var lines [2]string
	for i := range lines {
		line, err := reader.ReadString('\n')
		if err != nil {
			return err
		}
		lines[i] = line[:len(line)-1]
	}
	port, err := start(lines[0], lines[1])
	if err != nil {
		return err
	}
	if _, err := io.WriteString(connection, port); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, reader)
	return nil
}

var starting sync.Mutex

// start serves one more provider, and returns the line with the port that it listens on. A provider believes to have a process of its
// own: it reads arguments, defines flags and prints its port, so one starts at a time.
func start(address, folder string) (string, error) {
	starting.Lock()
	defer starting.Unlock()
	if err := os.Chdir(folder); err != nil {
		return "", err
	}
	printed, output, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer printed.Close()
	usual := os.Stdout
	defer func() { os.Stdout = usual }()
	os.Stdout = output
	os.Args = []string{os.Args[0], address}
	flag.CommandLine = flag.NewFlagSet(os.Args[0], flag.ContinueOnError)
	go serve()
	port, err := bufio.NewReader(printed).ReadString('\n')
	return port, errors.Join(err, output.Close())
}
