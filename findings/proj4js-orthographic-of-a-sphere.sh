#!/usr/bin/env bash
# proj4 2.22.0 (npm): in an orthographic map of the ellipsoid places lie up to 31 km from where PROJ has them.
#
# Input: `+proj=ortho` with `+ellps=WGS84`, the view of the globe from afar, as GIS programs write it, for places around the Atlantic.
#
# Guess: the formula of the ellipsoid that is named, as its other projections have it: aeqd, laea and stere agree with PROJ to a millimetre.
# Seen:  the formula of a sphere of the greater axis, so that points of a map made with PROJ, GDAL or QGIS and those of proj4 do not meet:
#        Réunion is 31 km away. Its own inverse undoes it, so that a round trip shows nothing.
# PROJ has it so when `+f=0` says that the globe is a sphere.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund proj4@2.22.0
python3 -m venv v
v/bin/pip install -q --disable-pip-version-check pyproj==3.7.2
cat >seen.mjs <<'JS'
import proj4 from "proj4";

const places = { Paris: [2.35, 48.85], "New York": [-73.98, 40.75], Réunion: [55.5, -21] };
const found = {};
for (const kind of ["ortho", "aeqd", "laea"]) {
  const { forward } = proj4(`+proj=${kind} +lat_0=40 +lon_0=0 +x_0=0 +y_0=0 +ellps=WGS84`);
  found[kind] = Object.entries(places).map(([name, place]) => [name, place, forward(place)]);
}
console.log(JSON.stringify(found));
JS
cat >seen.py <<'PY'
import json
import math
import sys

import pyproj

for kind, places in json.load(sys.stdin).items():
    proj = pyproj.Proj(f"+proj={kind} +lat_0=40 +lon_0=0 +ellps=WGS84")
    ball = pyproj.Proj(f"+proj={kind} +lat_0=40 +lon_0=0 +a=6378137 +f=0")
    for name, place, found in places:
        print(kind, name, *(f"{math.dist(found, one(*place)):.1f}" for one in (proj, ball)))
PY
node seen.mjs | v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
ortho Paris 1780.7 0.0
ortho New York 7286.7 0.0
ortho Réunion 31166.2 0.0
aeqd Paris 0.0 1785.6
aeqd New York 0.0 8488.5
aeqd Réunion 0.0 38398.8
laea Paris 0.0 1881.0
laea New York 0.0 11440.5
laea Réunion 0.0 25673.9
SEEN
