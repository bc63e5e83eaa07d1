#!/usr/bin/env bash
# ruamel.yaml 0.19.1: loaded and written again without a change, numbers have other digits and the last moment of a year is in the next.
#
# Input: YAML with a decimal of 22 digits, and with times of seven digits, as .NET writes them. `YAML()`, the round-trip loader, which
# keeps comments, order, quotes on demand, and how numbers are written: 1.50, 1e3, 0x0A and 1_000 stay.
#
# Guess: what nobody touched stays as it was written.
# Seen:  the digits are those of the nearest double, filled up to as many places as there were: 3.14159265358979323846 becomes
#        …9311600, an amount of 12345678901234567890.12 becomes 12345678901234567168.00. Times are rounded to six digits, up:
#        2024-12-31T23:59:59.9999999Z becomes 2025-01-01T00:00:00Z.
# A tool that edits one line of a configuration changes others. Quotes around such values keep them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check ruamel.yaml==0.19.1
cat >in.yaml <<'YAML'
price: 1.50
rows: 1_000
mask: 0x0A
pi: 3.14159265358979323846
limit: 12345678901234567890.12
from: 2024-01-01T00:00:00Z
until: 2024-12-31T23:59:59.9999999Z
YAML
v/bin/python -c "
import pathlib, ruamel.yaml
yaml = ruamel.yaml.YAML()
yaml.dump(yaml.load(pathlib.Path('in.yaml')), pathlib.Path('seen.yaml'))
"
cat seen.yaml
diff seen.yaml - <<'SEEN' || exit 1
price: 1.50
rows: 1_000
mask: 0x0A
pi: 3.14159265358979311600
limit: 12345678901234567168.00
from: 2024-01-01T00:00:00Z
until: 2025-01-01T00:00:00Z
SEEN
