#!/usr/bin/env bash
# org.xerial:sqlite-jdbc 3.54.1.0: 10:00:00.900000 is read as 10:15:00, and "true" as false.
#
# Input: a TIMESTAMP column of SQLite with microseconds, which is how Python's sqlite3, SQLAlchemy and Django store a datetime; an INTEGER
# with 3000000000; a BOOLEAN with 'true', which SQLite's own shell imports from CSV so.
#
# Guess: 10:00:00.9, an error for a number that is too wide for an int, as other drivers have it, and true.
# Seen:  getTimestamp counts the digits after the point as milliseconds: 900000 of them are fifteen minutes, so that a time can be up to
#        16 min 40 s late, in the next hour, or in the next day; 10:00:00.9 is 9 ms. getInt gives -1294967296. getBoolean('true') is false,
#        as is any text that begins with no number. None of them is an error.
# getString, and getLong for numbers, give what is stored.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.xerial</groupId><artifactId>sqlite-jdbc</artifactId><version>3.54.1.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
python3 - <<'PY'
import sqlite3
db = sqlite3.connect("t.db")
db.execute("create table t (at timestamp, n integer, flag boolean)")
for at in ("2024-01-31 10:00:00", "2024-01-31 10:00:00.123", "2024-01-31 10:00:00.900000", "2024-01-31 23:59:00.123456", "2024-01-31 10:00:00.9"):
    db.execute("insert into t values (?, 3000000000, 'true')", (at,))
db.commit()
PY
cat >Seen.java <<'JAVA'
import java.sql.*;

public class Seen {
  public static void main(String[] none) throws Exception {
    try (Statement statement = DriverManager.getConnection("jdbc:sqlite:t.db").createStatement()) {
      ResultSet rows = statement.executeQuery("select at, n, flag from t");
      while (rows.next()) System.out.println(rows.getString(1) + " | " + rows.getTimestamp(1) + " | " + rows.getInt(2) + " | " + rows.getBoolean(3));
    }
  }
}
JAVA
java -Duser.timezone=UTC -cp 'lib/*' Seen.java 2>java.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
2024-01-31 10:00:00 | 2024-01-31 10:00:00.0 | -1294967296 | false
2024-01-31 10:00:00.123 | 2024-01-31 10:00:00.123 | -1294967296 | false
2024-01-31 10:00:00.900000 | 2024-01-31 10:15:00.0 | -1294967296 | false
2024-01-31 23:59:00.123456 | 2024-02-01 00:01:03.456 | -1294967296 | false
2024-01-31 10:00:00.9 | 2024-01-31 10:00:00.009 | -1294967296 | false
SEEN
