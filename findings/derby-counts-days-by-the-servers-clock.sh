#!/usr/bin/env bash
# Apache Derby 10.16.1.1 (org.apache.derby:derby): March has 29 days where the server's clocks go forward in it, and the variance of equal
# numbers is negative.
#
# Input: TIMESTAMP and DATE of Derby, which have no zone, and the arithmetic of its manual, TIMESTAMPADD and TIMESTAMPDIFF, in a JVM whose
# zone is UTC and in one of New York; deviations of numbers of the types DOUBLE, INTEGER and DECIMAL.
#
# Guess: the zone of the machine is of no matter to values without one: 30 days from 1 to 31 March, 24 hours from noon to noon, half past two
#        a day after half past two. The deviation of equal numbers is 0, and that of 1, 2 and 3 above a thousand million is 1.
# Seen:  with New York 29 days, of DATEs too, 23 hours and 0 days; a day after half past two it is half past one; 02:30 of 10 March is
#        stored and comes back as 03:30, as text as well. Three times 0.1 has a variance below 0 and a deviation that is an error, as have
#        three prices of DECIMAL around a hundred million; 1, 2 and 3 above a thousand million have 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.derby</groupId><artifactId>derby</artifactId><version>10.16.1.1</version></dependency>
    <dependency><groupId>org.apache.derby</groupId><artifactId>derbytools</artifactId><version>10.16.1.1</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >Seen.java <<'JAVA'
import java.sql.*;
import java.util.Scanner;

public class Seen {
  public static void main(String[] none) throws Exception {
    try (Statement statement = DriverManager.getConnection("jdbc:derby:memory:seen;create=true").createStatement()) {
      statement.execute("create table t(x timestamp)");
      statement.execute("insert into t values ('2024-03-10 02:30:00')");
      for (Scanner lines = new Scanner(System.in); lines.hasNextLine(); ) {
        String sql = lines.nextLine();
        System.out.print(sql + ": ");
        try (ResultSet rows = statement.executeQuery("select " + sql)) {
          rows.next();
          System.out.println(rows.getString(1).strip());
        } catch (SQLException refused) {
          System.out.println(refused.getSQLState());
        }
      }
    }
  }
}
JAVA
cat >times.txt <<'SQL'
{fn timestampdiff(SQL_TSI_DAY, date('2024-03-01'), date('2024-03-31'))} from t
{fn timestampdiff(SQL_TSI_DAY, timestamp('2024-03-09 12:00:00'), timestamp('2024-03-10 12:00:00'))} from t
{fn timestampdiff(SQL_TSI_HOUR, timestamp('2024-03-09 12:00:00'), timestamp('2024-03-10 12:00:00'))} from t
{fn timestampadd(SQL_TSI_DAY, 1, timestamp('2024-03-09 02:30:00'))} from t
char(x) from t
SQL
cat >numbers.txt <<'SQL'
var_pop(x) from (values 0.1e0, 0.1e0, 0.1e0) as t(x)
stddev_pop(x) from (values 0.1e0, 0.1e0, 0.1e0) as t(x)
stddev_samp(x) from (values 100000001.10, 100000001.20, 100000001.30) as t(x)
stddev_samp(x) from (values 1000000001, 1000000002, 1000000003) as t(x)
SQL
for zone in UTC America/New_York; do
  echo "$zone"
  java -Duser.timezone=$zone -cp 'lib/*' Seen.java <times.txt 2>java.log
done | tee seen.txt
java -cp 'lib/*' Seen.java <numbers.txt 2>java.log | tee -a seen.txt
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
UTC
{fn timestampdiff(SQL_TSI_DAY, date('2024-03-01'), date('2024-03-31'))} from t: 30
{fn timestampdiff(SQL_TSI_DAY, timestamp('2024-03-09 12:00:00'), timestamp('2024-03-10 12:00:00'))} from t: 1
{fn timestampdiff(SQL_TSI_HOUR, timestamp('2024-03-09 12:00:00'), timestamp('2024-03-10 12:00:00'))} from t: 24
{fn timestampadd(SQL_TSI_DAY, 1, timestamp('2024-03-09 02:30:00'))} from t: 2024-03-10 02:30:00.0
char(x) from t: 2024-03-10 02:30:00.0
America/New_York
{fn timestampdiff(SQL_TSI_DAY, date('2024-03-01'), date('2024-03-31'))} from t: 29
{fn timestampdiff(SQL_TSI_DAY, timestamp('2024-03-09 12:00:00'), timestamp('2024-03-10 12:00:00'))} from t: 0
{fn timestampdiff(SQL_TSI_HOUR, timestamp('2024-03-09 12:00:00'), timestamp('2024-03-10 12:00:00'))} from t: 23
{fn timestampadd(SQL_TSI_DAY, 1, timestamp('2024-03-09 02:30:00'))} from t: 2024-03-10 01:30:00.0
char(x) from t: 2024-03-10 03:30:00.0
var_pop(x) from (values 0.1e0, 0.1e0, 0.1e0) as t(x): -1.734723475976807E-18
stddev_pop(x) from (values 0.1e0, 0.1e0, 0.1e0) as t(x): 22003
stddev_samp(x) from (values 100000001.10, 100000001.20, 100000001.30) as t(x): 22003
stddev_samp(x) from (values 1000000001, 1000000002, 1000000003) as t(x): 0.0
SEEN
