const UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"];

/** A size for people, in powers of 1000: `1.2 GB`. */
export function byteText(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 100 || Number.isInteger(amount) ? 0 : 1;
  return `${amount.toFixed(digits)} ${UNITS[unit]}`;
}
