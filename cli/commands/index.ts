import type { Command } from "commander";
import type { Io } from "../io.ts";

/** What each command file exports: it adds arguments, options, help and the action to its command. */
export interface CommandModule {
  readonly configure: (command: Command, io: Io) => void;
}

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** Every command, in the order of the help. Each is imported only when it runs. */
export const commands: readonly CommandEntry[] = [
  {
    name: "init",
    summary: "Start a study folder from an instrument",
    load: () => import("./init.ts"),
  },
  {
    name: "demo",
    summary: "Write the synthetic demonstration study",
    load: () => import("./demo.ts"),
  },
  {
    name: "check",
    summary: "Check the data against the data dictionary",
    load: () => import("./check.ts"),
  },
  {
    name: "derive",
    summary: "Code outcomes and patterns by the study's rules",
    load: () => import("./derive.ts"),
  },
  {
    name: "explain",
    summary: "Say why a child has the outcome it has",
    load: () => import("./explain.ts"),
  },
  {
    name: "test",
    summary: "Run the rules' test children",
    load: () => import("./test.ts"),
  },
  {
    name: "sensitivity",
    summary: "Re-code over a grid of thresholds and show what moves",
    load: () => import("./sensitivity.ts"),
  },
  {
    name: "drift",
    summary: "Look for signs that cases were left to run",
    load: () => import("./drift.ts"),
  },
  {
    name: "describe",
    summary: "Describe variables: frequencies, means, missing data",
    load: () => import("./describe.ts"),
  },
  {
    name: "associate",
    summary: "Test which variables go with an outcome",
    load: () => import("./associate.ts"),
  },
  {
    name: "model",
    summary: "Fit a regression model of an outcome",
    load: () => import("./model.ts"),
  },
  {
    name: "tree",
    summary: "Grow a CHAID tree of an outcome",
    load: () => import("./tree.ts"),
  },
  {
    name: "compare",
    summary: "Compare authorities fairly, without a league table",
    load: () => import("./compare.ts"),
  },
  {
    name: "agree",
    summary: "Measure how far coders agree",
    load: () => import("./agree.ts"),
  },
  {
    name: "report",
    summary: "Write the report, or a page for practice or an authority",
    load: () => import("./report.ts"),
  },
  {
    name: "notebook",
    summary: "Build or show notebooks that answer questions live",
    load: () => import("./notebook.ts"),
  },
  {
    name: "release",
    summary: "Write a protected release, or refuse",
    load: () => import("./release.ts"),
  },
  {
    name: "export",
    summary: "Write files for Excel, Word, SPSS, Stata, R and others",
    load: () => import("./export.ts"),
  },
  {
    name: "check-text",
    summary: "Find slips in a draft: numbers that disagree, causal words",
    load: () => import("./check-text.ts"),
  },
  {
    name: "codebook",
    summary: "Show, lint and compare data dictionaries",
    load: () => import("./codebook.ts"),
  },
  {
    name: "run",
    summary: "Do the study's whole plan",
    load: () => import("./run.ts"),
  },
  {
    name: "status",
    summary: "Say where the study stands and what to do next",
    load: () => import("./status.ts"),
  },
  {
    name: "doctor",
    summary: "Check this installation and that it is offline",
    load: () => import("./doctor.ts"),
  },
  {
    name: "completion",
    summary: "Print a completion script for your shell",
    load: () => import("./completion.ts"),
  },
];
