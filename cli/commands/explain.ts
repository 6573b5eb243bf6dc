import type { Command } from "commander";
import type { DerivedStudy } from "../../analysis/outcomes/derive-study.ts";
import {
  type Trace,
  type TraceRecord,
  traceOutcome,
  tracePattern,
} from "../../analysis/outcomes/trace.ts";
import { childStory } from "../../analysis/timeline/child-story.ts";
import { isoDate } from "../../data-dictionary/dates/day.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import type { Io } from "../io.ts";
import { openStudy } from "../support/load-study.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { styler } from "../support/style.ts";
import { timelineText } from "../support/timeline-text.ts";
import { wrapText } from "../support/wrap-text.ts";

interface ExplainOptions extends OutputOptions {
  readonly study?: string;
  readonly family?: boolean;
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .argument("<child>", "the child's identifier in the study, or a family's with --family")
    .argument("[outcome]", "one outcome or pattern; all of them without it")
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .option("--family", "the identifier is a family's")
    .addHelpText(
      "after",
      `
Case-level: for the coder's own screen, never for a log or a release.

Examples:
  $ throughline explain C017 stability_5y
  $ throughline explain C017
  $ throughline explain F009 case_management --family`,
    )
    .action(async (identifier: string, outcome: string | undefined, options: ExplainOptions) => {
      const { derived } = await openStudy(options, io);
      const place = placeOf(derived, identifier, options.family === true);
      const traces = tracesOf(derived, place, outcome, options.family === true);
      printOutput(
        {
          json: () => ({
            schema: "throughline/explain/v1",
            unit: options.family ? "family" : "child",
            traces,
          }),
          text: () => explanation(derived, identifier, place, traces, io),
        },
        options,
        io,
      );
    });
}

interface Place {
  /** −1 for a family. */
  readonly child: number;
  readonly family: number;
}

function placeOf(derived: DerivedStudy, identifier: string, isFamily: boolean): Place {
  const { childIds, familyIds, families } = derived.time;
  const family = familyIds.indexOf(identifier);
  const child = childIds.indexOf(identifier);
  if (isFamily && family >= 0) return { child: -1, family };
  if (!isFamily && child >= 0) return { child, family: families.of[child] as number };
  // An identifier is never echoed: not even one that was typed.
  throw new InputError(
    "no-such-record",
    `No ${isFamily ? "family" : "child"} of the study has that identifier.`,
    !isFamily && family >= 0
      ? "It is a family's: add --family."
      : "Identifiers are written as in the data, capitals included.",
  );
}

function tracesOf(
  derived: DerivedStudy,
  { child, family }: Place,
  name: string | undefined,
  isFamily: boolean,
): Trace[] {
  const outcomes = derived.outcomes.filter(
    (each) => (name === undefined || each.name === name) && (!isFamily || each.unit === "family"),
  );
  const patterns = derived.patterns.filter((each) => name === undefined || each.name === name);
  if (outcomes.length + patterns.length === 0) {
    const known = [...derived.outcomes, ...derived.patterns].map((each) => each.name);
    const near = name === undefined ? null : nearestName(name, known);
    throw new InputError(
      "unknown-outcome",
      name === undefined
        ? "The study has no outcomes."
        : `There is no outcome or pattern named ${name} here.`,
      near === null ? `There are: ${known.join(", ")}.` : `Did you mean ${near}?`,
    );
  }
  return [
    ...outcomes.map((each) => traceOutcome(derived, each, each.unit === "child" ? child : family)),
    ...patterns.map((each) => tracePattern(derived, each, family)),
  ];
}

function explanation(
  derived: DerivedStudy,
  identifier: string,
  place: Place,
  traces: readonly Trace[],
  io: Io,
): string {
  const paint = styler(io);
  const head = `${place.child < 0 ? "Family" : "Child"} ${identifier}${headFacts(derived, place)}`;
  const line =
    place.child < 0 ? "" : `\n${timelineText(derived, place.child, Math.min(io.width, 80))}`;
  return `${paint("bold", head)}\n${line}${traces.map((trace) => traceText(trace, io)).join("")}\nCase-level: for your own screen, never for a log or a release.\n`;
}

function headFacts(derived: DerivedStudy, { child }: Place): string {
  if (child < 0) return "";
  const story = childStory(derived.time, child);
  const age = derived.children.columns.get("age_at_index");
  const years = age?.kind === "numeric" ? age.values[child] : undefined;
  return [
    story.index === null ? "" : `, index return ${isoDate(story.index)}`,
    years === undefined || Number.isNaN(years) ? "" : ` at ${years}`,
    story.followUp === null ? "" : `, followed up ${isoDate(story.followUp)}`,
  ].join("");
}

const mostRecords = 6;

function traceText(trace: Trace, io: Io): string {
  const paint = styler(io);
  const marks = new Map<boolean | null, string>([
    [true, paint("green", "✓")],
    [false, paint("red", "✗")],
    [null, paint("yellow", "?")],
  ]);
  const lines = [
    "",
    `${paint("bold", `${trace.label}: ${trace.valueLabel}`)}   (${trace.file}, version ${trace.version})`,
    ...wrapText(`${trace.because}.`, 2, io.width),
  ];
  for (const row of trace.tried) {
    lines.push(
      ...wrapText(`${marks.get(row.holds)} row ${row.number}  ${row.because}`, 4, io.width, 11),
    );
    for (const part of row.parts) {
      const values = part.values.map((value) => `${value.field} is ${value.value}`).join(", ");
      lines.push(...wrapText(`${marks.get(part.truth)} ${values}`, 8, io.width, 10));
    }
  }
  for (const fact of trace.facts) {
    if (fact.records.length === 0) continue;
    lines.push(...wrapText(`${fact.label}: ${fact.value}`, 4, io.width));
    for (const record of fact.records.slice(0, mostRecords))
      lines.push(...wrapText(recordText(record), 6, io.width, 8));
    if (fact.records.length > mostRecords)
      lines.push(`      and ${fact.records.length - mostRecords} more records`);
  }
  return `${lines.join("\n")}\n`;
}

const recordText = (record: TraceRecord): string =>
  `${record.words}  [${record.file}:${record.row}${record.page === null ? "" : `, p. ${record.page}`}]`;
