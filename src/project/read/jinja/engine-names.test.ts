import { Environment } from "minijinja-js";
import { expect, test } from "vitest";
import { ENGINE_FILTERS, ENGINE_FUNCTIONS, ENGINE_TAGS, ENGINE_TESTS } from "./engine-names.js";

/** What the engine says of itself: the names in one of the lists of its debug output. */
function listed(list: string): string[] {
  const text = new Environment().renderStr("{{ debug() }}", {});
  const body = new RegExp(`${list}: [[{]([^\\]}]*)`).exec(text)?.[1] ?? "";
  return [...body.matchAll(/"([a-z_]+)"(?::|,)/g)].map(([, name]) => name ?? "");
}

test("the names that mistakes are compared with are those that the engine has", () => {
  // Filters can be used as tests of that name, which nobody writes.
  const tests = listed("tests").filter((name) => name !== "filter" && name !== "test");
  expect(ENGINE_TESTS.toSorted()).toEqual(tests.toSorted());
  expect(ENGINE_FILTERS.toSorted()).toEqual(listed("filters").toSorted());
  expect([...ENGINE_FUNCTIONS, "debug"].toSorted()).toEqual(listed("globals").toSorted());
});

test("the tags that mistakes are compared with are those that the engine has", () => {
  for (const tag of ENGINE_TAGS.filter((tag) => !/^(el|end)/.test(tag))) {
    const said = messageOf(() => new Environment().renderStr(`{% ${tag} %}`, {}));
    expect(said).not.toContain(`unknown statement ${tag} `);
  }
});

function messageOf(render: () => void): string {
  try {
    render();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}
