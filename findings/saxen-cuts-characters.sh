#!/usr/bin/env bash
# saxen 11.2.0: a character beyond 16 bits that is written by its number becomes another one.
#
# Input: `<a>&#128512;&#x1F600;</a>`, well-formed XML for two smileys, as programs write them that print ASCII only.
# Guess: U+1F600 twice.
# Seen:  U+F600 twice, a character of nobody's, without an error or a warning: the decoder uses `String.fromCharCode`.
# `read-excel-file` reads workbooks with this parser, and has the wrong character in cells too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts saxen@11.2.0
cat >seen.mjs <<'JS'
import { Parser } from "saxen";

const parser = new Parser();
parser.on("text", (text, decode) => {
  console.log([...decode(text)].map((character) => character.codePointAt(0).toString(16)).join(" "));
});
parser.parse("<a>&#128512;&#x1F600;</a>");
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
f600 f600
SEEN
