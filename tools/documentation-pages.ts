import { existsSync, readdirSync } from "node:fs";
import { commands } from "../cli/commands/index.ts";
import { createProgram } from "../cli/run.ts";
import { fakeIo } from "../tests/support/fake-io.ts";
import { sourceFiles } from "../tests/support/source-files.ts";
import { commandPage } from "./command-page.ts";
import { functionPage } from "./function-page.ts";
import { jsonPage } from "./json-page.ts";

/** Pages that go with a command, besides the formats and statistics that share its name. */
const related: Readonly<Record<string, readonly string[]>> = {
  agree: ["statistics/agreement.md"],
  associate: ["statistics/association.md"],
  check: ["formats/tables.md", "formats/codebook.md"],
  codebook: ["formats/codebook.md"],
  compare: ["statistics/authorities.md"],
  "check-text": ["writing.md"],
  derive: ["statistics/outcomes.md", "formats/rules.md"],
  drift: ["statistics/case-management.md"],
  explain: ["statistics/outcomes.md", "formats/rules.md"],
  export: ["formats/export.md"],
  init: ["formats/study.md", "formats/ssda903.md"],
  model: ["statistics/models.md"],
  notebook: ["notebooks.md"],
  release: ["disclosure.md"],
  report: ["writing.md"],
  run: ["formats/study.md"],
  sensitivity: ["statistics/outcomes.md"],
  test: ["formats/rules.md"],
  tree: ["statistics/trees.md"],
};

/** Every generated page of the documentation: its path and its text. */
export async function documentationPages(): Promise<Map<string, string>> {
  const program = await createProgram(fakeIo());
  const pages = new Map<string, string>();
  for (const { name } of commands) {
    const command = program.commands.find((each) => each.name() === name);
    if (command === undefined) throw new Error(`no command ${name}`);
    const links = (related[name] ?? [])
      .filter((page) => existsSync(`docs/${page}`))
      .map((page) => `[${page.replace(/\.md$/, "")}](../${page})`);
    pages.set(`docs/commands/${name}.md`, commandPage(command, links));
  }
  pages.set(
    "docs/commands/README.md",
    `${[
      "<!-- Made by `npm run docs`; do not edit. -->",
      "# Commands",
      ["| command | what it does |", "| --- | --- |"]
        .concat(commands.map(({ name, summary }) => `| [${name}](${name}.md) | ${summary} |`))
        .join("\n"),
      "Results go to standard output, everything else to standard error. Exit codes: 0 done · 1 finished and found\nproblems · 2 wrong usage · 3 input cannot be used · 4 refused for disclosure, nothing written · 5 a hash does\nnot match · 70 a fault of ours · 130 interrupted.",
    ].join("\n\n")}\n`,
  );
  for (const folder of functionFolders()) {
    const name = folder.replace(/^analysis\//, "").replaceAll("/", "-");
    pages.set(`docs/functions/${name}.md`, functionPage(name, sourceFiles([folder])));
  }
  pages.set("docs/functions/README.md", functionIndex([...pages.keys()]));
  pages.set("docs/formats/json.md", await jsonPage());
  return pages;
}

/** The folders whose functions a notebook may use: all of analysis but what writes pages, and the data dictionary. */
function functionFolders(): string[] {
  const analysis = readdirSync("analysis", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["demo", "report", "export"].includes(entry.name))
    .map((entry) => `analysis/${entry.name}`);
  return [...analysis, "data-dictionary"];
}

function functionIndex(pages: readonly string[]): string {
  const names = pages
    .filter((page) => page.startsWith("docs/functions/"))
    .map((page) => page.replace("docs/functions/", ""));
  return `${[
    "<!-- Made by `npm run docs`; do not edit. -->",
    "# Functions",
    "What the commands call, and what a notebook may import: meaning, formula, missing values, refusals, an\nexample and the source, read off the doc comments. The examples are run by the tests.",
    names.map((name) => `- [${name.replace(/\.md$/, "")}](${name})`).join("\n"),
  ].join("\n\n")}\n`;
}
