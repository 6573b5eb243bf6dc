import { type Command, Option } from "commander";
import type { Io } from "../io.ts";
import { csvText } from "./csv-text.ts";

/** What a command has to show, in each of the three forms. */
export interface Output {
  /** One JSON document with a versioned `schema`. */
  readonly json: () => { readonly schema: string };
  /** A tidy table for `--csv`: the header first. */
  readonly csv?: () => readonly (readonly (string | number | null)[])[];
  /** For people: at a terminal and in a pipe alike. */
  readonly text: () => string;
}

export interface OutputOptions {
  readonly json?: boolean | undefined;
  readonly csv?: boolean | undefined;
}

/** Adds `--json` and `--csv`. */
export function withOutputOptions(command: Command): Command {
  return command
    .option("--json", "print one JSON document and nothing else")
    .addOption(new Option("--csv", "print a tidy CSV table").conflicts("json"));
}

/** Prints the form that was asked for. */
export function printOutput(output: Output, options: OutputOptions, io: Io): void {
  if (options.json) io.out(`${JSON.stringify(output.json(), null, 2)}\n`);
  else if (options.csv && output.csv !== undefined) io.out(csvText(output.csv()));
  else io.out(output.text());
}
