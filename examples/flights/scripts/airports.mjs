// Prints the airports as one JSON object per line. What a script prints becomes a table, whatever it was read from.
import { readFileSync } from "node:fs";

const [, , file] = process.argv;
const [header, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
const names = header.split(",");

for (const line of lines) {
  const values = line.split(",");
  const airport = Object.fromEntries(names.map((name, i) => [name, values[i]]));
  const { faa, name, lat, lon } = airport;
  console.log(JSON.stringify({ faa, name, lat: Number(lat), lon: Number(lon) }));
}
