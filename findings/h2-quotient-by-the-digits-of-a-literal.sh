#!/usr/bin/env bash
# H2 2.5.252 (com.h2database:h2; 2.3.232 the same): a whole number divided by 3.0 has three places, so that percentages are wrong in the first.
#
# Input: 2 of 3 and 2 of 7, as shares of 100, with the usual `.0` that keeps a division from being one of whole numbers.
#
# Guess: 66.67 and 28.57, whichever of the two is the decimal and wherever the 100 stands; so say Derby 10.16.1.1, PostgreSQL and DuckDB.
# Seen:  `i / 3.0 * 100` is 66.700 and `i / 7.0 * 100` is 28.600: the places of a quotient come from the digits of the divisor as it is
#        written, three for 3.0, five for 30.0 and seven for 300.0. `100.0 * i / 3` has twenty-one. `count(*)` and sums are no better.
# The factor in front, `i * 1.0 / 3` or a double are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.h2database</groupId><artifactId>h2</artifactId><version>2.5.252</version></dependency>
    <dependency><groupId>org.apache.derby</groupId><artifactId>derby</artifactId><version>10.16.1.1</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >Seen.java <<'JAVA'
import java.sql.*;

public class Seen {
  static void show(String name, String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
      statement.execute("create table t (i int)");
      statement.execute("insert into t values (2)");
      for (String sql : new String[] {"i / 3.0 * 100", "i / 30.0", "i / 300.0", "i / 7.0 * 100", "100.0 * i / 3"}) {
        ResultSet rows = statement.executeQuery("select " + sql + " from t");
        rows.next();
        System.out.println(name + " " + sql + ": " + rows.getBigDecimal(1).toPlainString());
      }
    }
  }

  public static void main(String[] none) throws Exception {
    show("H2", "jdbc:h2:mem:seen");
    show("Derby", "jdbc:derby:memory:seen;create=true");
  }
}
JAVA
java -cp 'lib/*' Seen.java 2>java.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
H2 i / 3.0 * 100: 66.700
H2 i / 30.0: 0.06667
H2 i / 300.0: 0.0066667
H2 i / 7.0 * 100: 28.600
H2 100.0 * i / 3: 66.666666666666666666667
Derby i / 3.0 * 100: 66.66666666666666666600
Derby i / 30.0: 0.06666666666666666666
Derby i / 300.0: 0.00666666666666666666
Derby i / 7.0 * 100: 28.57142857142857142800
Derby 100.0 * i / 3: 66.666666666666666666
SEEN
