// Package main is Pulumi's own command line, mapped into this folder from its Go module with a build overlay, and this file: one process
// that runs several of its commands.
package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/pkg/v3/cmd/pulumi/cmd"
)

// init goes before Pulumi's main, which knows nothing of this.
func init() {
	if len(os.Args) != 2 {
		return
	}
	if socket, found := strings.CutPrefix(os.Args[1], "--together="); found {
		fmt.Fprintln(os.Stderr, runTogether(socket))
		os.Exit(1)
	}
}

// A request is a command's arguments, and the folder that it is meant for. One connection makes one.
type request struct {
	Args   []string `json:"args"`
	Folder string   `json:"folder"`
}

// An answer is what a command has printed, and what a process of its own would exit with.
type answer struct {
	Code   int    `json:"code"`
	Stdout string `json:"stdout"`
	Stderr string `json:"stderr"`
}

// runTogether runs a command for each connection to a socket, one after the other, in this process's folder and environment: to start a
// process takes ten times as long as most of them. It is for commands that read and write stacks and their configuration; those that deploy
// keep a process of their own.
//
// It ends when whoever started it has closed its standard input, and takes the folder that the socket is in away.
func runTogether(socket string) error {
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		if folder := filepath.Dir(socket); strings.HasPrefix(filepath.Base(folder), "flotilla-run-") {
			_ = os.RemoveAll(folder)
		}
		os.Exit(0)
	}()
	printed, err := newPrinted()
	if err != nil {
		return err
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go printed.serve(connection)
	}
}

// printed is what commands print, in this process's folder: they get hold of this process's standard output and error once and for all.
type printed struct {
	running        sync.Mutex
	folder         string
	stdout, stderr *capture
}

func newPrinted() (*printed, error) {
	folder, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		return nil, err
	}
	stdout, err := newCapture(&os.Stdout)
	if err != nil {
		return nil, err
	}
	stderr, err := newCapture(&os.Stderr)
	return &printed{folder: folder, stdout: stdout, stderr: stderr}, err
}

// serve answers a connection, unless it is for another folder: whoever gets no answer has the command run by a process of its own.
func (p *printed) serve(connection net.Conn) {
	defer connection.Close()
	var asked request
	if err := json.NewDecoder(connection).Decode(&asked); err != nil || asked.Folder != p.folder {
		return
	}
	_ = json.NewEncoder(connection).Encode(p.run(asked.Args))
}

func (p *printed) run(args []string) answer {
	p.running.Lock()
	defer p.running.Unlock()
	stdout, stderr := p.stdout.begin(), p.stderr.begin()
	code := run(args)
	return answer{Code: code, Stdout: stdout(), Stderr: stderr()}
}

// run is what Pulumi's main does.
func run(args []string) int {
	command, cleanup := NewPulumiCmd()
	defer cleanup()
	command.SetArgs(args)
	if err := command.Execute(); err != nil {
		cmd.DisplayErrorMessage(err)
		return 255
	}
	return 0
}

// capture stands for a file that programs print to.
type capture struct {
	file   *os.File
	reader *bufio.Reader
	// mark ends what one command has printed. Nobody else knows it.
	mark []byte
}

func newCapture(file **os.File) (*capture, error) {
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	*file = writer
	return &capture{file: writer, reader: bufio.NewReader(reader), mark: []byte(rand.Text() + "\n")}, nil
}

// begin returns what tells, at the end of a command, what it has printed.
func (c *capture) begin() func() string {
	text := make(chan string)
	go func() { text <- c.untilMark() }()
	return func() string {
		_, _ = c.file.Write(c.mark)
		return <-text
	}
}

func (c *capture) untilMark() string {
	var all []byte
	for !bytes.HasSuffix(all, c.mark) {
		line, err := c.reader.ReadBytes('\n')
		all = append(all, line...)
		if err != nil {
			return string(all)
		}
	}
	return string(bytes.TrimSuffix(all, c.mark))
}
