import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "./support/run-cli.ts";
import { shortenPlan } from "./support/short-plan.ts";

// The journeys and the quick start are followed as they are printed, from an empty folder: every file that a
// page gives is written, every command is run where the last one left off, and what the page says comes out must.

/** A step of a page: a file to write, or a command with what it prints. */
type Step =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | {
      readonly kind: "command";
      readonly line: string;
      readonly code: number;
      readonly output: readonly string[];
    };

function stepsOf(page: string): Step[] {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(/^([^\n]*)\n+```(\w+)\n([\s\S]*?)^```/gm)].flatMap(
    ([, before = "", language = "", body = ""]): Step[] => {
      if (language === "console") return commandsOf(body);
      if (language === "sh") return body.includes("npm run demo") ? firstCommand() : [];
      // A file stands under the line that ends in its name.
      const path = /`([^`\s]+)`:$/.exec(before.trim())?.[1];
      return path === undefined ? [] : [{ kind: "file", path, text: body }];
    },
  );
}

/** What `npm run demo` does once the program is built. */
function firstCommand(): Step[] {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  return [...String(scripts.demo).matchAll(/node dist\/cli\/main\.js ([^&]+)/g)].map(
    ([, args]) => ({
      kind: "command",
      line: `throughline ${(args as string).trim()}`,
      code: 0,
      output: [],
    }),
  );
}

function commandsOf(block: string): Step[] {
  return block
    .split(/^(?=\$ )/m)
    .filter((part) => part.startsWith("$ "))
    .map((part) => {
      const [first = "", ...output] = part.trimEnd().split("\n");
      const [line = "", comment] = first.slice(2).split(/\s+# /);
      return {
        kind: "command",
        line,
        code: Number(/ends with (\d+)/.exec(comment ?? "")?.[1] ?? 0),
        output: output.filter((each) => each.trim() !== "" && each.trim() !== "…"),
      };
    });
}

/** The words of a command line, with those in quotation marks kept together. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
const squeezed = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ["docs/quick-start.md", 10],
  ["docs/journeys/researcher.md", 14],
  ["docs/journeys/evaluator.md", 10],
  ["docs/journeys/practice-lead.md", 7],
])("%s", (page, least) => {
  const steps = stepsOf(page);
  const folder = mkdtempSync(join(tmpdir(), `throughline-${basename(page, ".md")}-`));
  folders.push(folder);
  let here = folder;
  let broken = false;

  it("has steps to follow", () => {
    expect(steps.filter(({ kind }) => kind === "command").length).toBeGreaterThanOrEqual(least);
  });

  it.each(steps.map((step) => [step.kind === "file" ? `write ${step.path}` : step.line, step]))(
    "%s",
    async (_, step) => {
      // What follows a step that failed proves nothing.
      expect(broken, "an earlier step failed").toBe(false);
      broken = true;
      if (step.kind === "file") {
        const path = join(here, step.path);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, step.text);
      } else if (step.line.startsWith("cd ")) {
        here = join(here, step.line.slice(3));
        expect(existsSync(here)).toBe(true);
      } else {
        const [program, ...args] = wordsOf(step.line);
        expect(program).toBe("throughline");
        const { code, out, err } = await runCli(args, here);
        expect(code, err).toBe(step.code);
        const printed = squeezed(out + err);
        for (const line of step.output) expect(printed).toContain(squeezed(line));
        // The quick start does the whole plan of the demonstration study; the other pages, one analysis of each kind.
        if (args[0] === "demo" && page !== "docs/quick-start.md") {
          shortenPlan(join(here, args[1] as string));
        }
      }
      broken = false;
    },
    300_000,
  );
});
