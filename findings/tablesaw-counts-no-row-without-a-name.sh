#!/usr/bin/env bash
# tech.tablesaw:tablesaw-core 0.44.4 (Java's data frames): rows whose name is missing are counted 0 times, and what was not sold is a sum of 0.
#
# Input: a CSV of six sales, two of them without an agent, and one agent none of whose amounts is known.
#
# Guess: countBy("agent") has 2 for the missing name, as `xTabCounts` of the same table has it, as SQL's count(*), and as its sums and means
#        do. The sum of no known amount is missing, as its mean and its greatest are, or as SQL's NULL.
# Seen:  the group is there with the count 0, so that the counts add up to four of six. The sum is 0, beside a mean that is missing.
#        The first quartile of 1 to 4 is 1.25, where SQL's percentile_cont, pandas and the spreadsheets' QUARTILE have 1.75.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>tech.tablesaw</groupId><artifactId>tablesaw-core</artifactId><version>0.44.4</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
printf 'agent,amount,kind\nAnn,1,x\nAnn,3,x\nBob,,x\nCid,5,x\n,7,x\n,9,x\n' >sale.csv
cat >Seen.java <<'JAVA'
import static tech.tablesaw.aggregate.AggregateFunctions.*;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

public class Seen {
  static void show(String label, Table table) {
    for (Row row : table) {
      StringBuilder line = new StringBuilder(label);
      for (int i = 0; i < table.columnCount(); i++) line.append(" | ").append(table.getString(row.getRowNumber(), i));
      System.out.println(line);
    }
  }

  public static void main(String[] none) throws Exception {
    Table sales = Table.read().csv("sale.csv");
    show("countBy", sales.countBy("agent"));
    show("xTabCounts", sales.xTabCounts("agent", "kind"));
    show("sum, mean, max", sales.summarize("amount", sum, mean, max).by("agent"));
    System.out.println("first quartile of 1 to 4: " + DoubleColumn.create("x", 1, 2, 3, 4).quartile1());
  }
}
JAVA
java -cp 'lib/*' Seen.java 2>java.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
countBy | Ann | 2
countBy | Bob | 1
countBy | Cid | 1
countBy |  | 0
xTabCounts |  | 2 | 2
xTabCounts | Ann | 2 | 2
xTabCounts | Bob | 1 | 1
xTabCounts | Cid | 1 | 1
xTabCounts | Total | 6 | 6
sum, mean, max | Ann | 4 | 2 | 3
sum, mean, max | Bob | 0 |  | 
sum, mean, max | Cid | 5 | 5 | 5
sum, mean, max |  | 16 | 8 | 9
first quartile of 1 to 4: 1.25
SEEN
