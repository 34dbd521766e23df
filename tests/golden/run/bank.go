package main

import (
	"errors"
	"fmt"
)

var ErrFunds = errors.New("insufficient funds")

type TxError struct {
	ID  int
	Err error
}

func (e *TxError) Error() string { return fmt.Sprintf("tx %d: %v", e.ID, e.Err) }
func (e *TxError) Unwrap() error { return e.Err }

type Account struct{ balance int }

type Bank struct {
	accounts map[string]*Account
	next     int
}

func (b *Bank) open(name string, n int) *Account {
	a := &Account{n}
	b.accounts[name] = a
	return a
}

func (b *Bank) transfer(from, to string, n int) (err error) {
	b.next++
	id := b.next
	defer func() {
		if err != nil {
			err = &TxError{id, err}
		}
	}()
	src, ok := b.accounts[from]
	if !ok {
		return fmt.Errorf("no account %q", from)
	}
	if src.balance < n {
		return ErrFunds
	}
	src.balance -= n
	b.accounts[to].balance += n
	return nil
}

func main() {
	b := Bank{accounts: map[string]*Account{}}
	alice := b.open("alice", 100)
	b.open("bob", 0)
	fmt.Println(b.transfer("alice", "bob", 70), alice.balance)
	err := b.transfer("alice", "bob", 70)
	fmt.Println(err, errors.Is(err, ErrFunds))
	err = b.transfer("eve", "bob", 1)
	var tx *TxError
	fmt.Println(err, errors.As(err, &tx), tx.ID, errors.Is(err, ErrFunds))
}
