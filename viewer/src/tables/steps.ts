/** Long work in steps, so that the page answers in between. */

/** Yields wherever it may be interrupted; its steps take a millisecond or a few. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** How long a slice of steps may hold up the page, in milliseconds. */
const SLICE = 10;

/** All steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Steps for as long as a slice lasts; undefined when more are left. */
export function runSlice<T>(steps: Steps<T>): { readonly value: T } | undefined {
  const end = performance.now() + SLICE;
  do {
    const step = steps.next();
    if (step.done === true) return { value: step.value };
  } while (performance.now() < end);
  return undefined;
}

/** The steps slice by slice, then `done`; the returned function gives the rest up. */
export function runInSlices<T>(steps: Steps<T>, done: (value: T) => void): () => void {
  let timer = setTimeout(next);
  function next(): void {
    const end = runSlice(steps);
    if (end) done(end.value);
    else timer = setTimeout(next);
  }
  return () => clearTimeout(timer);
}

/** `count` whole numbers from `first` on. */
export function numbersFrom(first: number, count: number): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(count);
  for (let place = 0; place < count; place += 1) numbers[place] = first + place;
  return numbers;
}

const BLOCK = 256;

/** The numbers below `length`, stably sorted. */
export function* sortedPlaces(
  length: number,
  compare: (a: number, b: number) => number,
): Steps<Uint32Array> {
  let from = numbersFrom(0, length);
  for (let start = 0; start < length; start += BLOCK) {
    from.subarray(start, start + BLOCK).sort(compare);
    yield;
  }
  let to = new Uint32Array(length);
  for (let width = BLOCK; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      yield* merge(from, to, { start, middle: start + width, end: start + 2 * width }, compare);
    }
    [from, to] = [to, from];
  }
  return from;
}

interface Halves {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

function* merge(
  from: Uint32Array,
  to: Uint32Array,
  { start, middle, end }: Halves,
  compare: (a: number, b: number) => number,
): Steps<void> {
  const last = Math.min(end, from.length);
  const half = Math.min(middle, last);
  let [left, right] = [start, half];
  for (let place = start; place < last; place += 1) {
    const [a = 0, b = 0] = [from[left], from[right]];
    if (right >= last || (left < half && compare(a, b) <= 0)) {
      to[place] = a;
      left += 1;
    } else {
      to[place] = b;
      right += 1;
    }
    if (place % BLOCK === 0) yield;
  }
}
