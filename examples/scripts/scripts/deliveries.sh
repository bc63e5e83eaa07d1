# Turns the carrier's log into CSV: one row for each line that says `delivered`, with the fields `order`, `carrier`, `hours`.
set -eu
echo "order_id;carrier;hours"
awk '$2 == "delivered" {
  for (i = 3; i <= NF; i++) { split($i, pair, "="); field[pair[1]] = pair[2] }
  print field["order"] ";" field["carrier"] ";" field["hours"]
}' "$1"
