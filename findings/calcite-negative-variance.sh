#!/usr/bin/env bash
# Apache Calcite 1.41.0 (org.apache.calcite:calcite-core): the variance of whole numbers is negative, their standard deviation 0, and
# their sum another number.
#
# Input: three salaries of type INTEGER, in Calcite's own engine, the one behind its adapters for CSV, MongoDB, Elasticsearch and others.
#
# Guess: a variance is never negative and is a double or a decimal, as in PostgreSQL, DuckDB and MariaDB; a sum that does not fit is an error
#        or of a wider type.
# Seen:  40000, 50000, 60000 have the variance -615827882, the deviation 0 and the mean 50000. Sums of squares are kept in the column's
#        type, and wrap. 1, 2, 4 have the variance 2 and the mean 2. Two times 2000000000 is -294967296, also by `+`, and their mean is
#        negative. Numbers of type DOUBLE are right, so `stddev_samp(cast(x as double))` is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.calcite</groupId><artifactId>calcite-core</artifactId><version>1.41.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >Seen.java <<'JAVA'
import java.sql.*;
import java.util.Scanner;

public class Seen {
  public static void main(String[] none) throws Exception {
    try (Statement statement = DriverManager.getConnection("jdbc:calcite:").createStatement()) {
      for (Scanner lines = new Scanner(System.in); lines.hasNextLine(); ) {
        String sql = lines.nextLine();
        ResultSet rows = statement.executeQuery("select " + sql);
        rows.next();
        System.out.print(sql + ":");
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) System.out.print(" " + rows.getObject(i));
        System.out.println();
      }
    }
  }
}
JAVA
java -cp 'lib/*' Seen.java 2>java.log <<'SQL' | tee seen.txt
var_samp(x), stddev_samp(x), avg(x) from (values (40000), (50000), (60000)) as t(x)
stddev_samp(cast(x as double)) from (values (40000), (50000), (60000)) as t(x)
var_samp(x), avg(x) from (values (1), (2), (4)) as t(x)
sum(x), avg(x) from (values (2000000000), (2000000000)) as t(x)
x + x from (values (2000000000)) as t(x)
SQL
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
var_samp(x), stddev_samp(x), avg(x) from (values (40000), (50000), (60000)) as t(x): -615827882 0 50000
stddev_samp(cast(x as double)) from (values (40000), (50000), (60000)) as t(x): 10000.0
var_samp(x), avg(x) from (values (1), (2), (4)) as t(x): 2 2
sum(x), avg(x) from (values (2000000000), (2000000000)) as t(x): -294967296 -147483648
x + x from (values (2000000000)) as t(x): -294967296
SEEN
