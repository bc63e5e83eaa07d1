#!/usr/bin/env bash
# d3-geo 3.1.1 (1.12.1 the same): under geoAlbersUsa a line from Hawaii or Alaska to the mainland is another drawing than the line back.
#
# Guess: two strokes, one on the mainland and one in the inset, in whichever order the cities are named.
# Seen:  New York to Honolulu is drawn so. Honolulu to New York is one stroke that runs on from New York across the map to the inset's
#        edge, and one of no length in the inset. Cities after that are not joined: each is a small circle, as for a Point.
#        The insets are three projections that write into one path at once, and the end of a line in one ends it in the others.
# A line for each pair of cities, that on the mainland first, is drawn right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts d3-geo@3.1.1
cat >seen.mjs <<'JS'
import { geoAlbersUsa, geoPath } from "d3-geo";

const places = { NewYork: [-74, 40.7], Honolulu: [-157.9, 21.3], Anchorage: [-149.9, 61.2], LosAngeles: [-118.2, 34.1] };
const path = geoPath(geoAlbersUsa()).digits(0);
const routes = [
  "NewYork Honolulu",
  "Honolulu NewYork",
  "LosAngeles NewYork Honolulu",
  "Honolulu NewYork LosAngeles",
  "Anchorage NewYork LosAngeles",
];
for (const route of routes) {
  const drawn = path({ type: "LineString", coordinates: route.split(" ").map((name) => places[name]) });
  const strokes = drawn.split("M").slice(1);
  const circles = strokes.filter((stroke) => stroke.includes("a")).length;
  const ends = strokes.filter((stroke) => !stroke.includes("a")).map((stroke) => stroke.split("L"));
  console.log(`${route}: ${ends.map((points) => points.slice(-2).join(" to ")).join("; ")}; ${circles} circles`);
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
NewYork Honolulu: 129,200 to -7,208; 330,428 to 298,451; 0 circles
Honolulu NewYork: 298,451; 795,177 to 330,428; 0 circles
LosAngeles NewYork Honolulu: 129,200 to -7,208; 330,428 to 298,451; 0 circles
Honolulu NewYork LosAngeles: 298,451; 795,177 to 330,428; 3 circles
Anchorage NewYork LosAngeles: 171,447; 795,177 to 251,426; 3 circles
SEEN
