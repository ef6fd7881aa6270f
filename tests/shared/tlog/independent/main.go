// Accept reads a log that shared/tlog wrote and checks it with Go's own implementation of notes and transparency logs.
//
// It shares no line with ours: a mistake in our reading of the formats does not repeat itself here.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8
const tileWidth = 1 << tileHeight

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: accept LOG-FOLDER VERIFIER-KEY [PROOF-FILE=ENTRY-FILE ...]")
		os.Exit(3)
	}
	said, err := accept(os.Args[1], os.Args[2], os.Args[3:])
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Println("accepted:", said)
}

func accept(folder, vkey string, proofs []string) (string, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return "", err
	}
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return "", err
	}
	tree, err := opened(signed, verifier)
	if err != nil {
		return "", err
	}
	stored, err := rehashed(folder, tree)
	if err != nil {
		return "", err
	}
	if err := proven(stored, tree); err != nil {
		return "", err
	}
	earlier, err := continued(folder, verifier, stored, tree)
	if err != nil {
		return "", err
	}
	for _, pair := range proofs {
		if err := proofFile(pair, verifier); err != nil {
			return "", fmt.Errorf("%s: %w", pair, err)
		}
	}
	return fmt.Sprintf("%d entries, root %v, %d checkpoints, %d proofs", tree.N, tree.Hash, earlier, len(proofs)), nil
}

// opened gives the tree that a checkpoint speaks of, if the log's key signed it.
func opened(signed []byte, verifier note.Verifier) (tlog.Tree, error) {
	text, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(text.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		return tlog.Tree{}, errors.New("no checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// rehashed hashes every entry, builds the tree from them alone, and compares every tile that lies in the folder.
func rehashed(folder string, tree tlog.Tree) (tlog.HashReader, error) {
	stored := hashes{}
	for first := int64(0); first < tree.N; first += tileWidth {
		entries, err := bundle(folder, first/tileWidth, min(tileWidth, tree.N-first))
		if err != nil {
			return nil, err
		}
		for at, entry := range entries {
			more, err := tlog.StoredHashes(first+int64(at), entry, stored)
			if err != nil {
				return nil, err
			}
			stored = append(stored, more...)
		}
	}
	root, err := tlog.TreeHash(tree.N, stored)
	if err != nil {
		return nil, err
	}
	if root != tree.Hash {
		return nil, fmt.Errorf("the entries give root %v, and %v was signed", root, tree.Hash)
	}
	for _, tile := range tlog.NewTiles(tileHeight, 0, tree.N) {
		should, err := tlog.ReadTileData(tile, stored)
		if err != nil {
			return nil, err
		}
		is, err := os.ReadFile(filepath.Join(folder, path(tile)))
		if err != nil {
			return nil, err
		}
		if string(is) != string(should) {
			return nil, fmt.Errorf("%s is not what the entries give", path(tile))
		}
	}
	return tlog.TileHashReader(tree, tiles(folder)), nil
}

// proven proves some entries from the tiles of the folder, and checks the proofs.
func proven(stored tlog.HashReader, tree tlog.Tree) error {
	step := max(1, tree.N/100)
	for index := int64(0); index < tree.N; index += step {
		leaf, err := stored.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(tree.N, index, stored)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf[0]); err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
	}
	return nil
}

// continued checks that the log continues every checkpoint that was ever signed.
func continued(folder string, verifier note.Verifier, stored tlog.HashReader, tree tlog.Tree) (int, error) {
	names, err := filepath.Glob(filepath.Join(folder, "checkpoints", "*"))
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		signed, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		old, err := opened(signed, verifier)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		if old.N == 0 {
			continue
		}
		proof, err := tlog.ProveTree(tree.N, old.N, stored)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
	}
	return len(names), nil
}

// proofFile checks a proof that we wrote, named with the file of the entry that it is of.
func proofFile(pair string, verifier note.Verifier) error {
	name, entryName, _ := strings.Cut(pair, "=")
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(entryName)
	if err != nil {
		return err
	}
	head, signed, found := strings.Cut(string(content), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("no proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		beside, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, beside)
	}
	tree, err := opened([]byte(signed), verifier)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}

// bundle reads the entries of a bundle.
func bundle(folder string, index, width int64) ([][]byte, error) {
	tile := tlog.Tile{H: tileHeight, L: -1, N: index, W: int(width)}
	name := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(content) >= 2 {
		length := int(binary.BigEndian.Uint16(content))
		if len(content) < 2+length {
			break
		}
		entries = append(entries, content[2:2+length])
		content = content[2+length:]
	}
	if len(content) > 0 || int64(len(entries)) != width {
		return nil, fmt.Errorf("%s has %d entries and %d bytes over", name, len(entries), len(content))
	}
	return entries, nil
}

// path gives the name of a tile: that of C2SP is Go's without the height.
func path(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
}

// hashes are those of a tree in Go's order, all in memory.
type hashes []tlog.Hash

func (stored hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for at, index := range indexes {
		if index >= int64(len(stored)) {
			return nil, fmt.Errorf("there is no hash %d", index)
		}
		found[at] = stored[index]
	}
	return found, nil
}

// tiles are those in a folder.
type tiles string

func (folder tiles) Height() int { return tileHeight }

func (folder tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var contents [][]byte
	for _, tile := range wanted {
		content, err := os.ReadFile(filepath.Join(string(folder), path(tile)))
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

func (folder tiles) SaveTiles([]tlog.Tile, [][]byte) {}
