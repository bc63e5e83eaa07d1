#!/usr/bin/env bash
# mdb-reader 3.2.0 (npm): who was born on 14 March 1879 at 11:30 was born on 13 March at 12:30.
#
# Input: dates with hours in an Access database, written by Jackcess 4.0.8, which reads them back as they were. Access has a date as the
# days since 30 December 1899 and, behind the point, the part of the day that is over; before that day the number is negative and the part
# still counts forward: -1.25 is six o'clock on 29 December.
#
# Guess: the date that Access shows, or an error for what lies before its day 0.
# Seen:  the number is multiplied as it is, so that hours before 1900 are taken away from midnight: 6:00 is 18:00 of the day before, 23:59
#        is 0:01 a day before. What has no hours, and everything since 1899-12-30, is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.healthmarketscience.jackcess</groupId><artifactId>jackcess</artifactId><version>4.0.8</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >Births.java <<'JAVA'
import com.healthmarketscience.jackcess.*;
import java.io.File;
import java.time.LocalDateTime;

public class Births {
  public static void main(String[] none) throws Exception {
    try (Database db = DatabaseBuilder.create(Database.FileFormat.V2010, new File("t.accdb"))) {
      Table births = new TableBuilder("births").addColumn(new ColumnBuilder("at", DataType.SHORT_DATE_TIME)).toTable(db);
      for (String at : new String[] {"1879-03-14T11:30", "1850-03-01T18:00", "1815-12-10T12:00", "1899-12-29T23:59", "1867-11-07T00:00", "1906-12-09T11:30"}) {
        births.addRow(LocalDateTime.parse(at));
      }
      for (Row row : births) System.out.println("Jackcess " + row.getLocalDateTime("at"));
    }
  }
}
JAVA
npm init -y >/dev/null
npm install --silent --no-audit --no-fund mdb-reader@3.2.0
cat >seen.mjs <<'JS'
import { readFileSync } from "node:fs";
import MDBReader from "mdb-reader";

const births = new MDBReader(readFileSync("t.accdb")).getTable("births");
for (const { at } of births.getData()) console.log("mdb-reader", at.toISOString().slice(0, 16));
JS
{
  java -cp 'lib/*' Births.java 2>java.log
  TZ=UTC node seen.mjs
} | tee seen.txt
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
Jackcess 1879-03-14T11:30
Jackcess 1850-03-01T18:00
Jackcess 1815-12-10T12:00
Jackcess 1899-12-29T23:59
Jackcess 1867-11-07T00:00
Jackcess 1906-12-09T11:30
mdb-reader 1879-03-13T12:30
mdb-reader 1850-02-28T06:00
mdb-reader 1815-12-09T12:00
mdb-reader 1899-12-28T00:01
mdb-reader 1867-11-07T00:00
mdb-reader 1906-12-09T11:30
SEEN
