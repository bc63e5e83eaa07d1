#!/usr/bin/env bash
# net.sf.jasperreports:jasperreports 7.0.3 (reports of Java): variance and deviation of whole numbers are made of means that were cut.
#
# Input: a report over the field `v` with the variables Average, Variance and StandardDeviation, once for each class of the field, as the
#        driver of a database gives it: an integer column is an Integer, a numeric one a BigDecimal.
#
# Guess: an Integer's average may be cut, since the variable is one; its variance is cut at the end as well: 0.25 becomes 0, 2.25 becomes 2.
# Seen:  each row cuts the mean so far and goes on with it, so that the result is not the right one cut, but another one, which depends on
#        the order of the rows: 1 for 1 and 2 (0.25), 4 for 1 and 4 (2.25), 12 or 7 for the same four numbers in two orders (11.25).
#        Decimals of the same numbers are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>net.sf.jasperreports</groupId><artifactId>jasperreports</artifactId><version>7.0.3</version></dependency>
    <dependency><groupId>net.sf.jasperreports</groupId><artifactId>jasperreports-jdt</artifactId><version>7.0.3</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >Seen.java <<'JAVA'
import java.math.BigDecimal;
import java.util.*;
import java.util.stream.Stream;
import net.sf.jasperreports.engine.*;
import net.sf.jasperreports.engine.data.JRMapCollectionDataSource;
import net.sf.jasperreports.engine.design.*;
import net.sf.jasperreports.engine.type.CalculationEnum;

public class Seen {
  static final CalculationEnum[] ASKED = {CalculationEnum.AVERAGE, CalculationEnum.VARIANCE, CalculationEnum.STANDARD_DEVIATION};

  static void show(Class<?> kind, Object... values) throws Exception {
    JasperDesign design = new JasperDesign();
    design.setName("seen");
    JRDesignField field = new JRDesignField();
    field.setName("v");
    field.setValueClass(kind);
    design.addField(field);
    for (CalculationEnum asked : ASKED) {
      JRDesignVariable variable = new JRDesignVariable();
      variable.setName(asked.getName());
      variable.setValueClass(kind);
      variable.setCalculation(asked);
      variable.setExpression(new JRDesignExpression("$F{v}"));
      design.addVariable(variable);
    }
    JRDesignTextField text = new JRDesignTextField();
    text.setWidth(500);
    text.setHeight(20);
    text.setExpression(new JRDesignExpression("$V{Average} + \" \" + $V{Variance} + \" \" + $V{StandardDeviation}"));
    JRDesignBand end = new JRDesignBand();
    end.setHeight(20);
    end.addElement(text);
    design.setSummary(end);
    List<Map<String, ?>> rows = new ArrayList<>();
    for (Object value : values) rows.add(Map.of("v", value));
    JasperPrint print =
        JasperFillManager.fillReport(JasperCompileManager.compileReport(design), new HashMap<>(), new JRMapCollectionDataSource(rows));
    JRPrintText shown = (JRPrintText) print.getPages().get(0).getElements().get(0);
    System.out.println(kind.getSimpleName() + " " + Arrays.toString(values) + " average, variance, deviation: " + shown.getFullText());
  }

  public static void main(String[] none) throws Exception {
    show(BigDecimal.class, new BigDecimal(1), new BigDecimal(2));
    show(Integer.class, 1, 2);
    show(BigDecimal.class, new BigDecimal(1), new BigDecimal(4));
    show(Integer.class, 1, 4);
    show(Integer.class, 1, 4, 7, 10);
    show(Integer.class, 10, 1, 7, 4);
  }
}
JAVA
java -Djava.awt.headless=true -cp 'lib/*' Seen.java 2>java.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
BigDecimal [1, 2] average, variance, deviation: 1.5 0.25 0.5
Integer [1, 2] average, variance, deviation: 1 1 1
BigDecimal [1, 4] average, variance, deviation: 2.5 2.25 1.5
Integer [1, 4] average, variance, deviation: 2 4 2
Integer [1, 4, 7, 10] average, variance, deviation: 5 12 3
Integer [10, 1, 7, 4] average, variance, deviation: 5 7 2
SEEN
