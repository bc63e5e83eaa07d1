import { expect, test } from "vitest";
import { parseDotenv } from "./dotenv.js";

function valuesOf(text: string): Record<string, string> {
  const { variables, problems } = parseDotenv(text);
  expect(problems).toEqual([]);
  return Object.fromEntries([...variables].map(([name, { value }]) => [name, value]));
}

test("unquoted values end at a comment, and blanks around them do not count", () => {
  expect(valuesOf("# c\n\nA=1\n  B = two words  # c\nC=a#b\nD=\nE= # empty\nexport F=x")).toEqual({
    A: "1",
    B: "two words",
    C: "a#b",
    D: "",
    E: "",
    F: "x",
  });
});

test("single quotes keep everything, double quotes know escapes", () => {
  expect(valuesOf(`A='a\\n$B "x" #'  # c\nB="a\\n\\"q\\" \\\\ $A \\$ \\t#"\nC='it'`)).toEqual({
    A: 'a\\n$B "x" #',
    B: 'a\n"q" \\ $A $ \t#',
    C: "it",
  });
});

test("quoted values run over several lines", () => {
  const { variables } = parseDotenv(`KEY="-----BEGIN\nabc\n-----END"\nNEXT=1\n`);
  expect(variables.get("KEY")).toEqual({ value: "-----BEGIN\nabc\n-----END", line: 1 });
  expect(variables.get("NEXT")).toEqual({ value: "1", line: 4 });
});

test("a byte order mark and Windows line ends do not count", () => {
  expect(valuesOf('\uFEFFA=1\r\nB="x"\r\nC=y\r\n')).toEqual({ A: "1", B: "x", C: "y" });
});

test("of a variable that is set twice the last value counts", () => {
  expect(valuesOf("A=1\nA=2\n")).toEqual({ A: "2" });
});

test("lines that cannot be read are reported with their place, and the others count", () => {
  const { variables, problems } = parseDotenv(`A=1\nnonsense\nB="x" y\nC=2\nD='open\n`);
  expect([...variables.keys()]).toEqual(["A", "C"]);
  expect(problems).toEqual([
    { line: 2, column: 1, reason: "a line must read `NAME=value`" },
    { line: 3, column: 6, reason: "there is text after the closing quotation mark" },
    { line: 5, column: 3, reason: "the quotation mark is not closed" },
  ]);
});
