import { expect, test } from "vitest";
import type { Input, Trace } from "../../project/objects.js";
import { clickedInput } from "./clicked-input.js";

type Clicked = Parameters<typeof clickedInput>[0];

function input(name: string, column = name): Input {
  const settings = { is: "choice", name, label: name, column, multiple: true } as const;
  // Nothing else of it is read.
  return { kind: "input", name, settings } as unknown as Input;
}

const region = input("region");
const area = input("area", "Sales Area");

function clicked(queries: Record<string, string>, more: Partial<Clicked> = {}) {
  const paths = Object.entries(queries).map(([key, sql]) => ({ path: [key], sql }));
  return clickedInput({
    inputs: [region, area],
    queries: paths as unknown as Trace["queries"],
    props: {},
    ...more,
  });
}

test("a column that stands alone, quoted or not, is what a mark stands for", () => {
  expect(clicked({ x: "region", y: "sum(n)" })).toEqual({ input: "region", column: "props.x" });
  expect(clicked({ x: 'o."Sales Area"' })).toEqual({ input: "area", column: "props.x" });
  expect(clicked({ values: "n", labels: " REGION " })).toEqual({
    input: "region",
    column: "props.labels",
  });
  expect(clicked({ x: "upper(region)", y: "sum(region)" })).toBeUndefined();
});

test("lying bars stand for what is along their other axis", () => {
  const both = { x: "region", y: '"Sales Area"' };
  expect(clicked(both)).toEqual({ input: "region", column: "props.x" });
  expect(clicked(both, { props: { orientation: "h" } })).toEqual({
    input: "area",
    column: "props.y",
  });
});

test("an input that the author names takes what the mark stands for, whatever it is", () => {
  expect(clicked({ y: "sum(n)", x: "upper(region)" }, { onClick: area })).toEqual({
    input: "area",
    column: "props.x",
  });
});
