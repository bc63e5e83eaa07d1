/**
 * `headwater test` over real results: exit codes, reports, and alerts to servers on this machine.
 */
import { existsSync, readFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { writeFiles, writeProject } from "./support/project.js";
import { startSmtpServer } from "./support/smtp-server.js";
import { startWebhookServer } from "./support/webhook-server.js";

const CSV = `region,amount\nnorth,1\nsouth,2\nnorth,3\n`;

/** A project with one trace on a file; `more` is added to the trace and below. */
function shop(inTrace: string, below = ""): Record<string, string> {
  return {
    "headwater.yml": `
name: shop
sources:
  - { name: orders, type: csv, file: orders.csv }
models:
  - { name: all orders, source: ref(orders) }
  - { name: double, models: [ref(all orders)], sql: select amount * 2 as twice from "all orders" }
traces:
  - name: by region
    model: ref(all orders)
    cohort_on: ?{ region }
    order_by: ["?{ amount }"]
    props: { type: bar, x: "?{ region }", y: "?{ amount }" }
${inTrace}
${below}`,
    "orders.csv": CSV,
  };
}

const PASSING = `    tests: [{ assertions: [">{ sum(\${ref(by region).props.y}) == 6 }"] }]`;
const FAILING = `    tests: [{ assertions: [">{ sum(\${ref(by region).props.y}) == 7 }"] }]`;

async function linesOf(stdout: string): Promise<Record<string, unknown>[]> {
  return stdout
    .trim()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));
}

test("tests pass over the results of a run, and say so", async () => {
  const cwd = await writeProject(shop(PASSING));
  expect((await runCommand(["run"], { cwd })).code).toBe(0);
  const { code, stdout, stderr } = await runCommand(["test"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^✓ by region\.tests\[0\] +1 assertion\n1 test: 1 passed in \d/);
});

test("a project without tests says so", async () => {
  const cwd = await writeProject(shop(""));
  expect(await runCommand(["test"], { cwd })).toEqual({
    code: 0,
    stdout: "",
    stderr: "There are no tests.\n",
  });
});

test("a failure shows both sides and its place, and exits with 4", async () => {
  const cwd = await writeProject(shop(FAILING));
  const { code, stdout } = await runCommand(["test", "--run"], { cwd });
  expect(code).toBe(4);
  expect(stdout).toContain(
    "error[test-failed]: `sum(${ref(by region).props.y})` is 6, expected 7.\n    --> headwater.yml:14:29\n",
  );
  expect(stdout).toContain("1 test: 1 failed in");
});

test("results that are missing or not current are refused", async () => {
  const cwd = await writeProject(shop(PASSING));
  const missing = await runCommand(["test"], { cwd });
  expect(missing).toMatchObject({ code: 5, stdout: "" });
  expect(missing.stderr).toContain("error[test-data-missing]");
  expect(missing.stderr).toContain("never made: `by region`.");
  expect(missing.stderr).toContain("`headwater test --run`");

  await runCommand(["run"], { cwd });
  // A new test needs no new results.
  await writeFiles(cwd, { "headwater.yml": shop(FAILING)["headwater.yml"] ?? "" });
  expect((await runCommand(["test"], { cwd })).code).toBe(4);
  await writeFiles(cwd, {
    "headwater.yml":
      shop(FAILING)["headwater.yml"]?.replace('y: "?{ amount }"', 'y: "?{ 2 * amount }"') ?? "",
  });
  const edited = await runCommand(["test"], { cwd });
  expect(edited.code).toBe(5);
  expect(edited.stderr).toContain("error[test-data-stale]");

  await writeFiles(cwd, { "headwater.yml": shop(PASSING)["headwater.yml"] ?? "" });
  expect((await runCommand(["test"], { cwd })).code).toBe(0);
  await appendFile(join(cwd, "orders.csv"), "west,4\n");
  expect((await runCommand(["test"], { cwd })).code).toBe(5);
  expect((await runCommand(["test", "--run"], { cwd })).code).toBe(4);
});

test("rows of models, also of merges, and more tests: skipped, continued, not evaluated", async () => {
  const below = `
tests:
  - { name: merged, assertions: [">{ sum(ref(double).twice) == 12 and len(ref(all orders).region) == 3 }"] }
  - { name: only in production, if: ">{ env.STAGE == 'prod' }", assertions: [">{ false }"] }
  - { name: soft, on_failure: continue, assertions: [">{ any_test_failed() }"] }
  - { name: misspelt, on_failure: continue, assertions: [">{ ref(double).twise[0] == 1 }"] }
`;
  const cwd = await writeProject(shop("", below));
  const { code, stdout } = await runCommand(["test", "--run", "--json"], { cwd });
  expect(code).toBe(0);
  const events = await linesOf(stdout);
  const done = events.filter(({ type }) => type === "test-done");
  expect(done.map(({ name, status }) => [name, status])).toEqual([
    ["merged", "passed"],
    ["only in production", "skipped"],
    ["soft", "failed"],
    ["misspelt", "error"],
  ]);
  expect(done[3]).toMatchObject({
    onFailure: "continue",
    assertions: [
      {
        status: "error",
        message: "The result of `double` has no column `twise`.",
        hint: "Did you mean `twice`?",
      },
    ],
  });
  expect(events.at(-1)).toMatchObject({
    type: "tests-done",
    counts: { passed: 1, failed: 1, error: 1, skipped: 1 },
  });
  const production = await runCommand(["test"], { cwd, env: { STAGE: "prod" } });
  expect(production.code).toBe(4);
});

test("the column `name` of a model is meant, not the model's own name", async () => {
  const cwd = await writeProject({
    "headwater.yml": `
name: names
sources: [{ name: file, type: csv, file: people.csv }]
models: [{ name: people, source: ref(file) }]
tests:
  - { name: none is missing, on_failure: continue, assertions: [">{ all(ref(people).name is not null) }"] }
  - { name: first, assertions: [">{ ref(people).name[0] == 'Zoe' and count(ref(people).name) == 2 }"] }
  - { name: own, assertions: [">{ ref(people).model.name == 'people' }"] }
`,
    "people.csv": "id,name\n1,Zoe\n2,Max\n3,\n",
  });
  const { code, stdout } = await runCommand(["test", "--run"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/✗ none is missing /);
  expect(stdout).toMatch(/✓ first /);
  expect(stdout).toMatch(/✓ own /);
});

test("a selection means tests by their name and by what they look at", async () => {
  const below = `
tests:
  - { name: fails, assertions: [">{ false }"] }
  - { name: also, assertions: [">{ ref(double).twice[0] == 2 }"] }
`;
  const cwd = await writeProject(shop(PASSING, below));
  const namesOf = async (selection: string) => {
    const { code, stdout } = await runCommand(["test", selection, "--run", "--json"], { cwd });
    const done = (await linesOf(stdout)).filter(({ type }) => type === "test-done");
    return [code, ...done.map(({ name }) => name)];
  };
  expect(await namesOf("by region")).toEqual([0, "by region.tests[0]"]);
  expect(await namesOf("double")).toEqual([0, "also"]);
  expect(await namesOf("fails")).toEqual([4, "fails"]);
  const unknown = await runCommand(["test", "nothing"], { cwd });
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("unknown-selected")]);
});

test("a report for build servers is well-formed XML with the failures", async () => {
  const below = `
tests:
  - { name: "a <b> & \\"c\\"", assertions: [">{ 1 < 2 }", ">{ 'x\\u0001' == \\"<&>\\" }"] }
  - { name: skipped, if: ">{ false }", assertions: [">{ true }"] }
  - { name: wrong, assertions: [">{ 1 }"] }
`;
  const cwd = await writeProject(shop("", below));
  const { code } = await runCommand(["test", "--junit", "report.xml"], { cwd });
  expect(code).toBe(4);
  const xml = readFileSync(join(cwd, "report.xml"), "utf8").replaceAll(
    /(time|timestamp)="[^"]*"/g,
    '$1="…"',
  );
  expect(xml).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites tests="4" failures="1" errors="1" skipped="1" time="…">
      <testsuite name="shop" timestamp="…" tests="4" failures="1" errors="1" skipped="1" time="…">
        <testcase classname="a &lt;b&gt; &amp; &quot;c&quot;" name="1 &lt; 2" file="headwater.yml" line="17" time="…"/>
        <testcase classname="a &lt;b&gt; &amp; &quot;c&quot;" name="'x�' == &quot;&lt;&amp;&gt;&quot;" file="headwater.yml" line="17" time="…">
          <failure message="\`'x�'\` is &quot;x\\u0001&quot;, expected &quot;&lt;&amp;&gt;&quot;."/>
        </testcase>
        <testcase classname="skipped" name="skipped" file="headwater.yml" line="18" time="…">
          <skipped message="Skipped by its \`if\`: \`false\` is false, expected true."/>
        </testcase>
        <testcase classname="wrong" name="1" file="headwater.yml" line="19" time="…">
          <error message="\`1\` yields the number 1, not true or false."/>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
  const nowhere = await runCommand(["test", "--junit", "no/such/folder.xml"], { cwd });
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining("cannot be written")]);
});

test("tests of what failed to run are not evaluated, the others are", async () => {
  const below = `
  - { name: broken, model: ref(all orders), props: { type: bar, x: "?{ no_such_column }" } }
tests:
  - { name: on broken, assertions: [">{ len(ref(broken).props.x) > 0 }"] }
`;
  const cwd = await writeProject(shop(PASSING, below));
  const { code, stdout } = await runCommand(["test", "--run", "--json"], { cwd });
  expect(code).toBe(3);
  const done = (await linesOf(stdout)).filter(({ type }) => type === "test-done");
  expect(done.map(({ name, status }) => [name, status])).toEqual([
    ["by region.tests[0]", "passed"],
    ["on broken", "error"],
  ]);
});

test("a failed test alerts the console, Slack and a mail server, by itself or by its `if`", async () => {
  const slack = await startWebhookServer();
  const smtp = await startSmtpServer();
  const below = `
destinations:
  - { name: room, type: slack, webhook_url: "\${env.HOOK}" }
alerts:
  - name: failures
    description: Ask the data team.
    destinations: [ref(room), { type: console, message: Look here, called: false }]
  - name: big
    if: ">{ sum(ref(by region).props.y) > 5 }"
    destinations:
      - { type: email, to: [a@example.com, b@example.com], host: 127.0.0.1, port: "\${env.MAIL_PORT}", username: me@example.com, password: "\${env.MAIL_PASSWORD}" }
  - { name: small, if: ">{ sum(ref(by region).props.y) < 5 }", destinations: [ref(room)] }
`;
  const cwd = await writeProject(shop(FAILING, below));
  const env = { HOOK: slack.url, MAIL_PORT: String(smtp.port), MAIL_PASSWORD: "geheim-123" };
  const { code, stdout, stderr } = await runCommand(["test", "--run"], { cwd, env });
  expect(code).toBe(4);
  expect(slack.posts).toEqual([
    {
      text: [
        "*shop: 1 of 1 test failed*",
        "Ask the data team.",
        "by region.tests[0] (headwater.yml:14)",
        "  `sum(${ref(by region).props.y})` is 6, expected 7.",
      ].join("\n"),
    },
  ]);
  expect(stderr).toContain("Look here\nshop: 1 of 1 test failed\nAsk the data team.\n");
  expect(stderr).toContain("The alert `failures` was sent to room, failures.destinations[1].\n");
  expect(smtp.mails).toMatchObject([
    {
      from: "me@example.com",
      to: ["a@example.com", "b@example.com"],
      login: "me@example.com geheim-123",
    },
  ]);
  expect(smtp.mails[0]?.data).toContain("Subject: shop: 1 of 1 test failed\n");
  expect(smtp.mails[0]?.data).toContain("is 6, expected 7.");
  expect(stdout + stderr).not.toMatch(/geheim-123|very-secret-token/);
});

test("an alert that does not arrive is told without its secrets, and exits with 3", async () => {
  const refusing = await startWebhookServer({
    status: 403,
    body: "invalid_token very-secret-token",
  });
  const elsewhere = await startWebhookServer();
  const moving = await startWebhookServer({ status: 302, body: "", location: elsewhere.url });
  const mail = await startSmtpServer({ refuse: true });
  const closed = "http://127.0.0.1:1/closed-secret";
  const slackTo = (url: string) => `{ type: slack, webhook_url: "${url}" }`;
  const mailTo = (more: string) =>
    `{ type: email, to: a@example.com, host: 127.0.0.1, port: ${mail.port}${more} }`;
  const below = `
alerts:
  - name: always
    if: ">{ true }"
    destinations:
      - ${slackTo(refusing.url)}
      - ${slackTo(moving.url)}
      - ${slackTo(closed)}
      - ${slackTo("nowhere/at/all")}
      - { type: slack, webhook_url: "\${env.NO_HOOK}" }
      - ${mailTo("")}
      - ${mailTo(", starttls: true")}
`;
  const cwd = await writeProject(shop("", below));
  const { code, stdout, stderr } = await runCommand(["test", "--json"], { cwd });
  expect([code, stderr]).toEqual([3, ""]);
  const alert = (await linesOf(stdout)).find(({ type }) => type === "alert-done");
  expect(alert).toMatchObject({ name: "always", status: "failed", reached: [] });
  const diagnostics = alert?.["diagnostics"] ?? [];
  const messages = (diagnostics as { code: string; message: string }[]).map(
    ({ code, message }) => `${code}: ${message.replace(/^.*destinations\[(\d)\]`/, "$1")}`,
  );
  expect(messages).toEqual([
    "alert-not-sent: 0: the server answered 403, `invalid_token ***`.",
    "alert-not-sent: 1: the server answered 302.",
    expect.stringMatching(/^alert-not-sent: 2: .*(ECONNREFUSED|bad port)/),
    "alert-not-sent: 3: `webhook_url` is not an address of the web.",
    "alert-not-sent: 4: the variable `NO_HOOK` is not set.",
    expect.stringMatching(/^alert-not-sent: 5: .*550/),
    expect.stringMatching(/^alert-not-sent: 6: .*STARTTLS/),
  ]);
  expect(elsewhere.posts).toEqual([]);
  expect(mail.mails).toEqual([]);
  expect(stdout).not.toMatch(/closed-secret|very-secret-token/);
});

test("`alert_name` names the one alert that goes without `if`", async () => {
  const below = `
defaults: { alert_name: mine }
alerts:
  - { name: mine, destinations: [{ type: console, message: MINE }] }
  - { name: other, destinations: [{ type: console, message: OTHER }] }
`;
  const cwd = await writeProject(shop(FAILING, below));
  const { stderr } = await runCommand(["test", "--run"], { cwd });
  expect(stderr).toContain("warning[alert-never-sent]");
  expect(stderr).toContain("MINE\n");
  expect(stderr).not.toContain("OTHER\n");
});

test("an alert whose condition cannot be judged is told and not sent", async () => {
  const below = `
alerts:
  - { name: odd, if: ">{ 1 }", destinations: [{ type: console, message: SENT }] }
`;
  const cwd = await writeProject(shop("", below));
  const { code, stderr } = await runCommand(["test"], { cwd });
  expect(code).toBe(3);
  expect(stderr).toContain("error[test-not-evaluated]: The alert `odd` cannot be judged.");
  expect(stderr).not.toContain("SENT");
});

test("a broken test fails, also when nothing can be said of its data", async () => {
  const below = `tests: [{ name: broken, assertions: [">{ 1 == }"] }]`;
  const cwd = await writeProject(shop("", below));
  const { code, stdout } = await runCommand(["test"], { cwd });
  expect(code).toBe(4);
  expect(stdout).toContain("It has an error: The expression breaks off here.");
});

test("assertions as the integration project of version 1.0 writes them", async () => {
  const files = {
    "project.visivo.yml": `
name: old
defaults: { source_name: file, alert_name: slack }
alerts:
  - name: slack
    destinations: [{ type: slack, webhook_url: "{{ env_var('HOOK') }}" }]
sources: [{ name: file, type: csv, file: numbers.csv }]
charts:
  - name: fibonacci times 2
    traces:
      - name: Double Simple Line
        model: { sql: "SELECT x, y*2 as y FROM file" }
        props: { type: scatter, x: query(x), y: query(y), line: { shape: spline, color: "#4F494C" } }
        order_by: [query(x asc)]
        tests:
          - assertions:
              - ">{ \${ref(Double Simple Line).props.x[2]} == 3 }"
              - ">{ all( \${ref(Double Simple Line).props.y} > 1 ) and mean(\${ ref(Double Simple Line).props.x }) == 2 }"
              - ">{ \${ref(Double Simple Line).props.line.color} == '#4F494C' }"
          - name: by place
            if: ">{ env.ENVIRONMENT == 'PRODUCTION' }"
            on_failure: continue
            assertions: [">{ \${project.charts[0].traces[0].props.x[0]} == 1 }", ">{ \${ project.charts[0].name } == 'fibonacci times 2' }"]
dashboards:
  - name: d
    rows: [{ items: [{ chart: ref(fibonacci times 2) }] }]
`,
    "numbers.csv": "x,y\n1,1\n2,1\n3,2\n",
  };
  const cwd = await writeProject(files);
  const env = { ENVIRONMENT: "PRODUCTION" };
  const { code, stdout, stderr } = await runCommand(["test", "--run"], { cwd, env });
  expect(stdout + stderr).toContain("2 tests: 2 passed");
  expect(code).toBe(0);
  expect(existsSync(join(cwd, "target"))).toBe(true);
});
