import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../cli/commands/index.ts";
import { createProgram } from "../cli/run.ts";
import { documentationPages } from "../tools/documentation-pages.ts";
import { fakeIo } from "./support/fake-io.ts";

const pages = [
  ...readdirSync(".").filter((file) => file.endsWith(".md")),
  ...(readdirSync("docs", { recursive: true }) as string[])
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
].sort();
const program = await createProgram(fakeIo());
const scripts = (
  JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }
).scripts;

describe("the generated pages", async () => {
  const generated = await documentationPages();

  it.each([...generated])("%s says what the code says (if not: npm run docs)", (file, text) => {
    expect(existsSync(file) ? readFileSync(file, "utf8") : "missing: npm run docs").toBe(text);
  });

  it("leaves no page of what is gone", () => {
    const known = new Set([...generated.keys()]);
    expect(
      pages.filter((page) => /^docs\/(commands|functions)\//.test(page) && !known.has(page)),
    ).toEqual([]);
  });
});

describe("every command", () => {
  it.each(commands.map(({ name }) => [name]))("%s has a summary and a tested example", (name) => {
    const command = program.commands.find((each) => each.name() === name);
    expect(command?.description()).not.toBe("");
    expect(readFileSync(`docs/commands/${name}.md`, "utf8")).toContain(`$ throughline ${name}`);
    for (const option of command?.options ?? []) expect(option.description).not.toBe("");
  });

  it("stands in the README", () => {
    const readme = readFileSync("README.md", "utf8");
    expect(
      commands.map(({ name }) => name).filter((name) => !readme.includes(`\`${name}`)),
    ).toEqual([]);
  });
});

describe.each(pages)("%s", (page) => {
  const text = readFileSync(page, "utf8");

  it("links to what exists", () => {
    const links = [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link as string)
      .filter((link) => !/^[a-z]+:/.test(link));
    const broken = links.filter((link) => {
      const [path = "", anchor] = link.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      if (!existsSync(file)) return true;
      return anchor !== undefined && file.endsWith(".md") && !anchorsOf(file).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("gives commands that exist, with options that exist", () => {
    expect(commandLines(text).flatMap(faultsOf)).toEqual([]);
  });
});

function withoutFences(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");
}

function anchorsOf(file: string): Set<string> {
  const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)];
  return new Set(
    headings.map(([, heading]) =>
      (heading as string)
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** Every `throughline …` or `npm …` command in a block or between back-quotes, without its comment. */
function commandLines(text: string): string[] {
  const blocks = [...text.matchAll(/^```(?:console|sh|bash)?\n([\s\S]*?)^```/gm)].flatMap(
    ([, body]) => (body as string).split("\n"),
  );
  const inline = [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(
    ([, code]) => code as string,
  );
  return [...blocks, ...inline]
    .map((line) =>
      line
        .replace(/^[$>] /, "")
        .replace(/\s+#.*$/, "")
        .replace(/ {2,}.*$/, ""),
    )
    .flatMap((line) => line.split(/\s*(?:&&|\|)\s*/))
    .filter((line) => /^(?:throughline|npm) /.test(line));
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, "");
}

function faultsOf(line: string): string[] {
  const words = line.split(/\s+/);
  if (words[0] === "npm") {
    const script = words[1] === "run" ? words.slice(2).find((word) => !word.startsWith("-")) : null;
    if (script === null || script === undefined) return [];
    if (!(script in scripts)) return [`${line}: no script ${script}`];
    const bench = script === "bench" ? words[words.indexOf("--") + 1] : undefined;
    return words.includes("--") &&
      bench !== undefined &&
      /^[a-z]/.test(bench) &&
      !existsSync(`bench/${bench}.ts`)
      ? [`${line}: no benchmark ${bench}`]
      : [];
  }
  const [, name = ""] = words;
  if (name.startsWith("-") || /^[A-Z…]/.test(name)) return [];
  let command = program.commands.find((each) => each.name() === name);
  if (command === undefined) return name === "help" ? [] : [`${line}: no command ${name}`];
  command = command.commands.find((child) => child.name() === words[2]) ?? command;
  const known = new Set(
    command.options.flatMap(({ long, short }) => [long, short, "--help", "-h"]),
  );
  return words
    .slice(2)
    .filter((word) => /^--?[a-z]/.test(word))
    .map((word) => word.replace(/=.*$/, "").replace(/[…,.;:)]+$/, ""))
    .filter((option) => !known.has(option))
    .map((option) => `${line}: no option ${option}`);
}
