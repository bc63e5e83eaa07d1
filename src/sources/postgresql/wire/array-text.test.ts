import { expect, test } from "vitest";
import { arrayToJson } from "./array-text.js";

test("numbers keep their digits, NULL is null, and NaN is text", () => {
  expect(arrayToJson("{1,NULL,9007199254740993,-1.10,NaN,-Infinity,1e+20}", "number")).toBe(
    '[1,null,9007199254740993,-1.10,"NaN","-Infinity",1e+20]',
  );
});

test("quoted elements lose their backslashes, and a quoted NULL is text", () => {
  expect(arrayToJson(String.raw`{a,"b\"c","d,{}","NULL","\\","",NULL}`, "string")).toBe(
    String.raw`["a","b\"c","d,{}","NULL","\\","",null]`,
  );
});

test("arrays nest, may be empty and may have bounds", () => {
  expect(arrayToJson("{{1,2},{3,4}}", "number")).toBe("[[1,2],[3,4]]");
  expect(arrayToJson("{}", "number")).toBe("[]");
  expect(arrayToJson("[0:1]={t,f}", "bool")).toBe("[true,false]");
});

test("documents stay documents", () => {
  expect(arrayToJson(String.raw`{"{\"a\": 1.10}",null,NULL}`, "json")).toBe(
    '[{"a": 1.10},null,null]',
  );
});
