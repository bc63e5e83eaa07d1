#!/usr/bin/env bash
# nunjucks 3.2.4 and jinjava 2.8.1: templates of Jinja give other text, without an error: `not`, `for … if`, a minus.
#
# Input: templates as dbt's models have them, with Jinja2 3.1.6 and with its ports to JavaScript (Mozilla) and Java (HubSpot).
#
# Guess: the same text, or an error for what a port does not know; both manuals say that they follow Jinja.
# Seen:  `not a == b` is `(not a) == b` in both, so that a condition is false always. `for x in list if …` decides about the whole list,
#        before x exists: a filter that leaves columns out leaves none out, one that picks some picks none. jinjava drops the minus behind
#        `{{ `, space or not, as if it were `{{-`: -7 is 7, -7 + 1 is 8.
# `not (a == b)`, `a != b`, an `if` inside of the loop and `{{ 0 - n }}` are read the same by all three.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >templates.json <<'JSON'
[
  "{% if not status == 'paid' %}remind{% else %}thank{% endif %}",
  "{% if not (status == 'paid') %}remind{% else %}thank{% endif %}",
  "select {% for c in columns if c != 'salary' %}{{ c }} {% endfor %}",
  "select {% for c in columns if c == 'name' %}{{ c }} {% endfor %}",
  "select {{ -7 }} {{ -7 + 1 }} {{ -rate }} {{ 0 - 7 }}"
]
JSON
cat >values.json <<'JSON'
{ "status": "open", "columns": ["id", "name", "salary"], "rate": 5 }
JSON
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check Jinja2==3.1.6
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts nunjucks@3.2.4
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.hubspot.jinjava</groupId><artifactId>jinjava</artifactId><version>2.8.1</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >seen.py <<'PY'
import json

import jinja2

for template in json.load(open("templates.json")):
    print(jinja2.Environment().from_string(template).render(**json.load(open("values.json"))).strip())
PY
cat >seen.cjs <<'JS'
const nunjucks = require("nunjucks");
const environment = new nunjucks.Environment(null, { throwOnUndefined: true });
for (const template of require("./templates.json")) console.log(environment.renderString(template, require("./values.json")).trim());
JS
cat >Seen.java <<'JAVA'
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hubspot.jinjava.Jinjava;
import java.io.File;
import java.util.*;

public class Seen {
  public static void main(String[] none) throws Exception {
    ObjectMapper json = new ObjectMapper();
    Map<String, Object> values = json.readValue(new File("values.json"), Map.class);
    for (Object template : json.readValue(new File("templates.json"), List.class)) {
      var result = new Jinjava().renderForResult((String) template, values);
      System.out.println((result.getOutput().trim() + " " + (result.getErrors().isEmpty() ? "" : result.getErrors())).trim());
    }
  }
}
JAVA
{
  echo Jinja2 && v/bin/python seen.py
  echo nunjucks && node seen.cjs
  echo jinjava && java -cp 'lib/*' Seen.java 2>java.log
} | tee seen.txt
diff seen.txt - <<'SEEN' || { cat java.log; exit 1; }
Jinja2
remind
remind
select id name
select name
select -7 -6 -5 -7
nunjucks
thank
remind
select id name salary
select
select -7 -6 -5 -7
jinjava
thank
remind
select id name salary
select
select 7 8 5 -7
SEEN
