#!/usr/bin/env bash
# @turf/turf 7.4.0: polygons that only share an edge or a corner overlap, and a polygon with a hole contains what is in the hole.
#
# Guess: as in PostGIS and Shapely 2.1.2, which the names are those of: overlap is a common area that is neither one's whole; what is not in
#        the area is not contained. Turf's page says that the intersection must be of the same dimension.
# Seen:  neighbours overlap, with a common edge or corner, and so does a polygon with a part of it that touches its edge. Two equal polygons
#        touch. A line that ends at the edge crosses. A ring contains a square that covers its hole, though not the points in the hole.
# So a check of districts for overlaps reports each pair of neighbours, and a join by `booleanContains` counts what lies in the gap. The area
# of `intersect(…)`, which is null for neighbours, is what tells.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check shapely==2.1.2
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @turf/turf@7.4.0
cat >shapes.json <<'JSON'
{
  "square": { "type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]] },
  "edge": { "type": "Polygon", "coordinates": [[[2, 0], [4, 0], [4, 2], [2, 2], [2, 0]]] },
  "corner": { "type": "Polygon", "coordinates": [[[2, 2], [4, 2], [4, 4], [2, 4], [2, 2]]] },
  "part": { "type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]] },
  "line": { "type": "LineString", "coordinates": [[2, 1], [4, 1]] },
  "ring": { "type": "Polygon", "coordinates": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]] },
  "cover": { "type": "Polygon", "coordinates": [[[3, 3], [7, 3], [7, 7], [3, 7], [3, 3]]] }
}
JSON
cat >pairs.txt <<'PAIRS'
overlap square edge
overlap square corner
overlap square part
touches square square
crosses line square
contains ring cover
PAIRS
cat >seen.mjs <<'JS'
import { readFileSync } from "node:fs";
import * as turf from "@turf/turf";
const shapes = JSON.parse(readFileSync("shapes.json", "utf8"));
const tests = { overlap: turf.booleanOverlap, touches: turf.booleanTouches, crosses: turf.booleanCrosses, contains: turf.booleanContains };
for (const line of readFileSync("pairs.txt", "utf8").trim().split("\n")) {
  const [name, one, other] = line.split(" ");
  console.log("turf", line, tests[name](shapes[one], shapes[other]));
}
JS
cat >seen.py <<'PY'
import json

from shapely.geometry import shape

shapes = {name: shape(one) for name, one in json.load(open("shapes.json")).items()}
for line in open("pairs.txt").read().split("\n")[:-1]:
    name, one, other = line.split()
    print("shapely", line, str(getattr(shapes[one], name.replace("overlap", "overlaps"))(shapes[other])).lower())
PY
{ node seen.mjs && v/bin/python seen.py; } | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
turf overlap square edge true
turf overlap square corner true
turf overlap square part true
turf touches square square true
turf crosses line square true
turf contains ring cover true
shapely overlap square edge false
shapely overlap square corner false
shapely overlap square part false
shapely touches square square false
shapely crosses line square false
shapely contains ring cover false
SEEN
