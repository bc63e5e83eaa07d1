#!/usr/bin/env bash
# HSQLDB 2.7.4 (org.hsqldb:hsqldb): a whole number divided by a decimal is divided by the decimal's whole part.
#
# Guess: 100 / 2.55 is 39.21, as 100.0 / 2.55 is there; or 39, since its manual says that quotients are cut.
# Seen:  100 / 2.55 is 50, which is 100 / 2: the divisor loses its fraction first. A sum of whole numbers through a sum of decimals is wrong by
#        it too, and a condition `i / n > 45` finds the row. 100 / 0.8 is "division by zero".
#        Division by a double is exact. A decimal in front, as in `i * 1.0 / n` or `cast(i as decimal(12,2)) / n`, helps.
#        Beside it: of one instant in two time zones count(distinct t) counts two, SELECT DISTINCT and GROUP BY one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mvn --quiet --batch-mode -Dmaven.repo.local="$folder/repository" dependency:get -Dartifact=org.hsqldb:hsqldb:2.7.4 -Dtransitive=false >/dev/null
cat >Seen.java <<'JAVA'
import java.sql.*;
import java.util.Scanner;

public class Seen {
  public static void main(String[] none) throws Exception {
    try (Statement statement = DriverManager.getConnection("jdbc:hsqldb:mem:seen").createStatement()) {
      for (Scanner lines = new Scanner(System.in); lines.hasNextLine(); ) {
        String sql = lines.nextLine();
        if (!statement.execute(sql)) continue;
        System.out.print(sql + " →");
        for (ResultSet rows = statement.getResultSet(); rows.next(); ) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) System.out.print(" " + rows.getObject(i));
        }
        System.out.println();
      }
    }
  }
}
JAVA
java -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -cp repository/org/hsqldb/hsqldb/2.7.4/hsqldb-2.7.4.jar Seen.java <<'SQL' | tee seen.txt
create table orders (i integer, n numeric(10,2), x double)
insert into orders values (100, 2.55, 2.55)
select 100 / 2.55, 100.0 / 2.55 from orders
select i / n, i * 1.0 / n, i / x from orders
select count(*) from orders where i / n > 45
insert into orders values (1000, 8.00, 8)
select sum(i), sum(n), sum(i) / sum(n) from orders
create table moments (t timestamp(0) with time zone)
insert into moments values (timestamp '2024-01-01 12:00:00+00:00'), (timestamp '2024-01-01 13:00:00+01:00')
select count(distinct t) from moments
select count(*) from (select distinct t from moments)
SQL
diff seen.txt - <<'SEEN' || exit 1
select 100 / 2.55, 100.0 / 2.55 from orders → 50 39.21
select i / n, i * 1.0 / n, i / x from orders → 50 39.21 39.21568627450981
select count(*) from orders where i / n > 45 → 1
select sum(i), sum(n), sum(i) / sum(n) from orders → 1100 10.55 110
select count(distinct t) from moments → 2
select count(*) from (select distinct t from moments) → 1
SEEN
