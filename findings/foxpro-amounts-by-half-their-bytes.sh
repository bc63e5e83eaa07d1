#!/usr/bin/env bash
# javadbf 1.14.1 (com.github.albfernandez:javadbf) and xlsx 0.18.5 (npm, SheetJS): 300,000.00 in a table of Visual FoxPro is -129,496.7296.
#
# Input: amounts of the type currency, a whole number of 64 bits with four places, written by the Python package dbf 0.99.11; the same amounts
# beside them as N(12,2). dbfread 2.0.7 reads both as they were.
#
# Guess: the amounts, or an error for a type that is not known.
# Seen:  up to 214,748.36 they are right. From there javadbf takes the lower four bytes of eight, so that -300,000 is 129,496.7296 and
#        429,496.7296 nothing. SheetJS takes both halves, the lower one with a sign, so that every second stretch of 429,496.7296 is too small by as much:
#        300,000 is negative, 1,000,000 is right, 12,345,678.90 is 11,916,182.1704.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check dbf==0.99.11 dbfread==2.0.7
cat >make.py <<'PY'
from decimal import Decimal

import dbf
import dbfread

table = dbf.Table("t.dbf", "id I; price Y; plain N(12,2)", dbf_type="vfp")
table.open(dbf.READ_WRITE)
for line, price in enumerate(("214748.36", "214748.37", "300000", "-300000", "429496.7296", "1000000", "12345678.90")):
    table.append((line, Decimal(price), Decimal(price)))
table.close()
print("dbfread", *(f"{row['PLAIN']}: {row['PRICE']}" for row in dbfread.DBF("t.dbf")), sep="; ")
PY
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.github.albfernandez</groupId><artifactId>javadbf</artifactId><version>1.14.1</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >Seen.java <<'JAVA'
import com.linuxense.javadbf.DBFReader;
import java.io.FileInputStream;

public class Seen {
  public static void main(String[] none) throws Exception {
    DBFReader reader = new DBFReader(new FileInputStream("t.dbf"));
    System.out.print("javadbf");
    for (Object[] row = reader.nextRecord(); row != null; row = reader.nextRecord()) System.out.print("; " + row[2] + ": " + row[1]);
    System.out.println();
  }
}
JAVA
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5
cat >seen.mjs <<'JS'
import { readFileSync } from "node:fs";
import XLSX from "xlsx";

const { Sheets } = XLSX.read(readFileSync("t.dbf"));
console.log(["SheetJS", ...XLSX.utils.sheet_to_json(Sheets.Sheet1).map((row) => `${row.PLAIN}: ${row.PRICE}`)].join("; "));
JS
{
  v/bin/python make.py
  java -cp 'lib/*' Seen.java 2>java.log
  node seen.mjs
} | tee seen.txt
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
dbfread; 214748.36: 214748.36; 214748.37: 214748.37; 300000.0: 300000; -300000.0: -300000; 429496.73: 429496.7296; 1000000.0: 1000000; 12345678.9: 12345678.9
javadbf; 214748.36: 214748.3600; 214748.37: -214748.3596; 300000.00: -129496.7296; -300000.00: 129496.7296; 429496.73: 0.0000; 1000000.00: 141006.5408; 12345678.90: -109726.2584
SheetJS; 214748.36: 214748.36; 214748.37: -214748.3596; 300000: -129496.7296; -300000: -300000; 429496.73: 429496.7296; 1000000: 1000000; 12345678.9: 11916182.1704
SEEN
