// A MySQL-speaking server in memory: `server PORT [CERTIFICATE KEY]`, PEM files. The superuser
// `root` has no password; everything else is made with SQL.
package main

import (
	"crypto/tls"
	"log"
	"os"

	sqle "github.com/dolthub/go-mysql-server"
	"github.com/dolthub/go-mysql-server/memory"
	"github.com/dolthub/go-mysql-server/server"
	"github.com/dolthub/go-mysql-server/sql"
)

func main() {
	provider := memory.NewDBProvider(memory.NewDatabase("shop"))
	engine := sqle.NewDefault(provider)
	accounts := engine.Analyzer.Catalog.MySQLDb
	accounts.AddRootAccount()
	accounts.SetPersister(keepsNothing{})

	config := server.Config{Protocol: "tcp", Address: "127.0.0.1:" + os.Args[1]}
	if len(os.Args) > 3 {
		certificate, err := tls.LoadX509KeyPair(os.Args[2], os.Args[3])
		if err != nil {
			log.Fatal(err)
		}
		config.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	}
	listener, err := server.NewServer(config, engine, sql.NewContext, memory.NewSessionBuilder(provider), nil)
	if err != nil {
		log.Fatal(err)
	}
	if err := listener.Start(); err != nil {
		log.Fatal(err)
	}
}

// keepsNothing forgets the accounts when the server ends.
type keepsNothing struct{}

func (keepsNothing) Persist(*sql.Context, []byte) error { return nil }
