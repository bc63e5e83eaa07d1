#!/usr/bin/env bash
# org.apache.poi:poi-ooxml 5.5.1: its evaluator has other values than Excel for `=-2^2`, ISO weeks, SUMPRODUCT and a number in millions.
#
# Input: formulas in a workbook that was never calculated, which is what one evaluates with POI; cells with 1, the text "2" and TRUE.
#
# Guess: Excel's values, which its help and its manual of operators give: the minus binds closer than the power, 4; 1 January 2022 is in
#        week 52; TRUE is 0 for SUMPRODUCT, 1; two commas behind the places divide by a million, 1.2; arguments that are written
#        down count, 2.
# Seen:  -4, week 0, 5, 1.0 and 0. DataFormatter, the class that shows cells, has 1.0 as well, but 1.2 for 1234567.5. No error among
#        them, while functions that it does not know are errors.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.poi</groupId><artifactId>poi-ooxml</artifactId><version>5.5.1</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >Seen.java <<'JAVA'
import java.util.Locale;
import org.apache.poi.ss.usermodel.*;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

public class Seen {
  public static void main(String[] none) throws Exception {
    try (Workbook book = new XSSFWorkbook()) {
      Sheet sheet = book.createSheet();
      for (int i = 0; i < 3; i++) sheet.createRow(i).createCell(0).setCellValue(1 << i);
      sheet.getRow(0).createCell(1).setCellValue(1);
      sheet.getRow(1).createCell(1).setCellValue("2");
      sheet.getRow(2).createCell(1).setCellValue(true);
      FormulaEvaluator evaluator = book.getCreationHelper().createFormulaEvaluator();
      Cell cell = sheet.createRow(3).createCell(0);
      for (String formula : new String[] {
        "-2^2", "WEEKNUM(DATE(2022,1,1),21)", "SUMPRODUCT(A1:A3,B1:B3)", "TEXT(1234567,\"0.0,,\")", "COUNT(\"3\",TRUE)", "SUM(\"3\",TRUE)",
      }) {
        cell.setCellFormula(formula);
        evaluator.clearAllCachedResultValues();
        System.out.println(formula + ": " + evaluator.evaluate(cell).formatAsString());
      }
      for (double number : new double[] {1234567, 1234567.5}) {
        System.out.println("shown: " + new DataFormatter(Locale.US).formatRawCellContents(number, -1, "0.0,,"));
      }
    }
  }
}
JAVA
java -Duser.language=en -cp 'lib/*' Seen.java 2>java.log | grep -v Log4j | tee seen.txt
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
-2^2: -4.0
WEEKNUM(DATE(2022,1,1),21): 0.0
SUMPRODUCT(A1:A3,B1:B3): 5.0
TEXT(1234567,"0.0,,"): "1.0"
COUNT("3",TRUE): 0.0
SUM("3",TRUE): 4.0
shown: 1.0
shown: 1.2
SEEN
