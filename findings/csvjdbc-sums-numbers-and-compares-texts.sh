#!/usr/bin/env bash
# net.sourceforge.csvjdbc:csvjdbc 1.0.46: in one SELECT the sum of 2, 9, 10 and 100 is 121, and their greatest is 9.
#
# Input: a CSV of amounts, read as a table without `columnTypes`, which is the way the manual begins with.
#
# Guess: one answer to whether the column holds numbers: all functions take it for numbers, or SUM of a text is an error; a comparison of
#        a text with a number is one of numbers, as in SQLite's and DuckDB's readers, or an error.
# Seen:  SUM and AVG read the digits, MIN, MAX and ORDER BY compare texts, `amount + 1` appends: 101, 91. `amount > 9` and `amount < 1000`
#        find no row and `amount <> 9` all of them. An empty cell counts as a value for COUNT, but not for AVG.
# With `columnTypes=String,Integer` all of it is right, MAX too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>net.sourceforge.csvjdbc</groupId><artifactId>csvjdbc</artifactId><version>1.0.46</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
printf 'id,amount\na,10\nb,9\nc,100\nd,2\ne,\n' >sale.csv
cat >Seen.java <<'JAVA'
import java.sql.*;
import java.util.Properties;

public class Seen {
  public static void main(String[] none) throws Exception {
    for (String types : new String[] {"", "String,Integer"}) {
      Properties properties = new Properties();
      if (!types.isEmpty()) properties.put("columnTypes", types);
      Statement statement = DriverManager.getConnection("jdbc:relique:csv:.", properties).createStatement();
      for (String sql : new String[] {
        "sum(amount), avg(amount), min(amount), max(amount), count(amount) from sale",
        "count(*) from sale where amount > 9", "count(*) from sale where amount < 1000", "count(*) from sale where amount <> 9",
        "amount + 1 from sale where id = 'a'",
      }) {
        ResultSet row = statement.executeQuery("select " + sql);
        row.next();
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) line.append(" ").append(row.getString(i));
        System.out.println("[" + types + "] " + sql + ":" + line);
      }
    }
  }
}
JAVA
java -cp 'lib/*' Seen.java 2>java.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
[] sum(amount), avg(amount), min(amount), max(amount), count(amount) from sale: 121 30.25  9 5
[] count(*) from sale where amount > 9: 0
[] count(*) from sale where amount < 1000: 0
[] count(*) from sale where amount <> 9: 0
[] amount + 1 from sale where id = 'a': 101
[String,Integer] sum(amount), avg(amount), min(amount), max(amount), count(amount) from sale: 121 30.25 2 100 4
[String,Integer] count(*) from sale where amount > 9: 2
[String,Integer] count(*) from sale where amount < 1000: 4
[String,Integer] count(*) from sale where amount <> 9: 3
[String,Integer] amount + 1 from sale where id = 'a': 11
SEEN
