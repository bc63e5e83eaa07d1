#!/usr/bin/env bash
# org.jooq:jooq 3.19.39 (SQL of Java for many databases): datediff(month, …) counts days on SQLite and DuckDB, and words of a statement that the
# database lacks are dropped.
#
# Input: queries in jOOQ's own dialect, parsed and rendered by jOOQ for each of three databases, with the setting that what is not supported
# is an error, and run there by their drivers on the same three contracts.
#
# Guess: the same answer from each, which is H2's here, or an error of jOOQ or of the database.
# Seen:  months, weeks and years of datediff are days on SQLite and DuckDB: 30 for 2, 365 for 12. On DuckDB IGNORE NULLS is left out, so that
#        the last known value is unknown. SQLite loses ORDER BY where WITH TIES is asked for, and has the first row for the cheapest; it
#        loses the format of to_char, so that there is a group for each day instead of a month, and lpad does not cut.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.jooq</groupId><artifactId>jooq</artifactId><version>3.19.39</version></dependency>
    <dependency><groupId>com.h2database</groupId><artifactId>h2</artifactId><version>2.5.252</version></dependency>
    <dependency><groupId>org.xerial</groupId><artifactId>sqlite-jdbc</artifactId><version>3.54.1.0</version></dependency>
    <dependency><groupId>org.duckdb</groupId><artifactId>duckdb_jdbc</artifactId><version>1.5.6.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >Seen.java <<'JAVA'
import static org.jooq.conf.ParseUnsupportedSyntax.FAIL;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Scanner;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

public class Seen {
  public static void main(String[] none) throws Exception {
    SQLDialect[] dialects = {SQLDialect.H2, SQLDialect.SQLITE, SQLDialect.DUCKDB};
    Connection[] databases = new Connection[3];
    for (int i = 0; i < 3; i++) {
      databases[i] = DriverManager.getConnection(new String[] {"jdbc:h2:mem:", "jdbc:sqlite::memory:", "jdbc:duckdb:"}[i]);
      var statement = databases[i].createStatement();
      statement.execute("create table T(K integer, SIGNED date, PAID date, STARS integer, NAME varchar(10), PRICE double precision)");
      statement.execute("insert into T values (1, '2024-01-31', '2024-03-01', 4, 'abcdef', 9.5)");
      statement.execute("insert into T values (2, '2023-12-31', '2024-01-01', null, 'ab', 7.5), (3, '2024-01-29', '2025-01-28', 5, 'abc', 1.5)");
    }
    for (Scanner lines = new Scanner(System.in); lines.hasNextLine(); ) {
      String sql = lines.nextLine();
      System.out.println(sql);
      for (int i = 0; i < 3; i++) {
        var jooq = DSL.using(dialects[i], new Settings().withParseUnsupportedSyntax(FAIL));
        String rendered = jooq.renderInlined(jooq.parser().parseQuery(sql));
        StringBuilder found = new StringBuilder();
        try (var rows = databases[i].createStatement().executeQuery(rendered)) {
          while (rows.next()) found.append(" ").append(rows.getString(1));
        } catch (SQLException refused) {
          found.append(" refused");
        }
        System.out.println("  " + dialects[i] + found);
      }
    }
  }
}
JAVA
java -Dorg.jooq.no-logo=true -Dorg.jooq.no-tips=true -cp 'lib/*' Seen.java <<'SQL' 2>java.log | tee seen.txt
select datediff(month, signed, paid) from t order by k
select datediff(year, signed, paid) from t order by k
select last_value(stars) ignore nulls over (order by k) from t order by k
select lag(stars) ignore nulls over (order by k) from t order by k
select k from t order by price fetch first 1 rows with ties
select count(*) from t group by to_char(signed, 'YYYY-MM') order by 1
select lpad(name, 3) from t order by k
SQL
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
select datediff(month, signed, paid) from t order by k
  H2 2 1 12
  SQLITE 30 1 365
  DUCKDB 30 1 365
select datediff(year, signed, paid) from t order by k
  H2 0 1 1
  SQLITE 30 1 365
  DUCKDB 30 1 365
select last_value(stars) ignore nulls over (order by k) from t order by k
  H2 4 4 5
  SQLITE refused
  DUCKDB 4 null 5
select lag(stars) ignore nulls over (order by k) from t order by k
  H2 null 4 4
  SQLITE refused
  DUCKDB null 4 null
select k from t order by price fetch first 1 rows with ties
  H2 3
  SQLITE 1
  DUCKDB 3
select count(*) from t group by to_char(signed, 'YYYY-MM') order by 1
  H2 1 2
  SQLITE 1 1 1
  DUCKDB refused
select lpad(name, 3) from t order by k
  H2 abc  ab abc
  SQLITE abcdef  ab abc
  DUCKDB abc  ab abc
SEEN
