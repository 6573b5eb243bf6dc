import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { packageFile } from "../package-file.ts";
import { packageVersion } from "../package-version.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { styler } from "../support/style.ts";

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to do when it is not in order. */
  readonly remedy?: string;
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .addHelpText(
      "after",
      `
Looks at this computer only: nothing is sent, nothing is written, no data is read.

Examples:
  $ throughline doctor
  $ throughline doctor --json`,
    )
    .action((options: OutputOptions) => {
      const checks = runChecks(io);
      printOutput(
        {
          json: () => ({
            schema: "throughline/doctor/v1",
            ok: checks.every((check) => check.ok),
            checks,
          }),
          csv: () => [
            ["check", "ok", "found", "remedy"],
            ...checks.map(({ name, ok, found, remedy }) => [
              name,
              ok ? 1 : 0,
              found,
              remedy ?? null,
            ]),
          ],
          text: () => checksText(checks, io),
        },
        options,
        io,
      );
      if (!checks.every((check) => check.ok)) io.exit.code = exitCodes.problems;
    });
}

function checksText(checks: readonly Check[], io: Io): string {
  const paint = styler(io);
  const lines = checks.map(({ name, ok, found, remedy }) => {
    const mark = ok ? paint("green", "ok ") : paint("red", "NO ");
    return `${mark} ${name.padEnd(18)}${found}${ok || remedy === undefined ? "" : `\n    → ${remedy}`}`;
  });
  const bad = checks.filter((check) => !check.ok).length;
  return `${lines.join("\n")}\n\n${bad === 0 ? "Everything is in order." : `${bad} of ${checks.length} need attention.`}\n`;
}

function runChecks(io: Io): Check[] {
  return [
    { name: "Throughline", ok: true, found: packageVersion() },
    nodeCheck(),
    ...packageChecks(),
    {
      name: "Offline",
      ok: true,
      found: "yes: no part of Throughline opens a connection",
    },
    writeCheck(io),
    {
      name: "Terminal",
      ok: true,
      found: io.outIsTerminal
        ? `${io.width} columns, ${io.env.NO_COLOR || io.env.TERM === "dumb" ? "without" : "with"} colour`
        : "none: plain text without colour",
    },
    localeCheck(),
  ];
}

function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return {
    name: "Node.js",
    ok: major > 20 || (major === 20 && minor >= 19),
    found: process.versions.node,
    remedy: "Install Node.js 20.19 or later, from nodejs.org or your software centre.",
  };
}

/** Each runtime package is there, in the version that was tested. */
function packageChecks(): Check[] {
  const own = JSON.parse(readFileSync(packageFile("package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  const wrong: string[] = [];
  const names = Object.entries(own.dependencies ?? {});
  for (const [name, wanted] of names) {
    const version = installedVersion(name);
    if (version === null) wrong.push(`${name} is missing`);
    else if (/^\d/.test(wanted) && version !== wanted) {
      wrong.push(`${name} is ${version}, not ${wanted}`);
    }
  }
  return [
    {
      name: "Packages",
      ok: wrong.length === 0,
      found: wrong.length === 0 ? `${names.length} present, versions as tested` : wrong.join("; "),
      remedy: "Run npm ci in the folder of Throughline, or install it again.",
    },
  ];
}

/** Packages lie beside or above this one, as Node looks for them. */
function installedVersion(name: string): string | null {
  let folder = packageFile(".");
  for (;;) {
    const file = join(folder, "node_modules", name, "package.json");
    if (existsSync(file)) {
      return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
    }
    const above = join(folder, "..");
    if (above === folder) return null;
    folder = above;
  }
}

function writeCheck(io: Io): Check {
  try {
    accessSync(io.cwd, constants.R_OK | constants.W_OK);
    return { name: "This folder", ok: true, found: "can be read and written" };
  } catch {
    return {
      name: "This folder",
      ok: false,
      found: "cannot be written with your permissions",
      remedy: "Work in a folder of your own, such as Documents.",
    };
  }
}

function localeCheck(): Check {
  const ok = typeof Intl.Segmenter === "function" && "ÅÄÖ".normalize("NFD").length === 6;
  return {
    name: "Languages",
    ok,
    found: ok ? "full Unicode support" : "this Node.js was built without Unicode data",
    remedy: "Install the usual build of Node.js.",
  };
}
