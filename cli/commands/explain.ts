import type { Command } from "commander";
import { upperFirst } from "../../analysis/figures/number-words.ts";
import type { DerivedStudy } from "../../analysis/outcomes/derive-study.ts";
import type { NoteScope } from "../../analysis/outcomes/note/case-note.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import type { Io } from "../io.ts";
import { openStudy } from "../support/load-study.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";

interface ExplainOptions extends OutputOptions {
  readonly study?: string;
  readonly family?: boolean;
  readonly trace?: boolean;
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .argument("<child>", "the child's identifier in the study, or a family's with --family")
    .argument("[outcome]", "one outcome or pattern; all of them without it")
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .option("--family", "the identifier is a family's")
    .option("--trace", "every condition tried, with the values it saw and every record")
    .addHelpText(
      "after",
      `
A note to put in a case review: who the child is, what happened and when, the rule
that decided each outcome and the facts that settled it, the rules that failed
before it and why. Numbers in square brackets point to the records: file and row.
--trace shows the working instead; --json has both.

Case-level: for the coder's own screen, never for a log or a release.

Examples:
  $ throughline explain C017 stability_5y
  $ throughline explain C017
  $ throughline explain C017 stability_5y --trace
  $ throughline explain F009 case_management --family`,
    )
    .action(async (identifier: string, outcome: string | undefined, options: ExplainOptions) => {
      const { derived } = await openStudy(options, io);
      const { childNote, familyNote } = await import("../../analysis/outcomes/note/case-note.ts");
      const { traceOutcome, tracePattern } = await import("../../analysis/outcomes/trace.ts");
      const { noteText } = await import("../support/note-text.ts");
      const { traceText } = await import("../support/trace-text.ts");
      const { timelineText } = await import("../support/timeline-text.ts");
      const { child, family } = placeOf(derived, identifier, options.family === true);
      const scope = scopeOf(derived, outcome, options.family === true);
      const traces = () => [
        ...scope.outcomes.map((each) =>
          traceOutcome(derived, each, each.unit === "child" ? child : family),
        ),
        ...scope.patterns.map((each) => tracePattern(derived, each, family)),
      ];
      const note = () =>
        child < 0 ? familyNote(derived, family, scope) : childNote(derived, child, scope);
      const unit = child < 0 ? "family" : derived.time.children.unit;
      const title = `${upperFirst(unit)} ${identifier}`;
      const picture = child < 0 ? "" : timelineText(derived, child, Math.min(io.width, 80));
      printOutput(
        {
          json: () => ({
            schema: "throughline/explain/v1",
            unit: options.family ? "family" : "child",
            note: note(),
            traces: traces(),
          }),
          text: () =>
            `${
              options.trace === true
                ? `${title}\n${traces()
                    .map((trace) => traceText(trace, io))
                    .join("")}`
                : noteText(title, note(), picture, io)
            }\n${derived.study.config.synthetic ? "SYNTHETIC data. " : ""}Case-level: for your own screen, never for a log or a release.\n`,
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

function scopeOf(derived: DerivedStudy, name: string | undefined, isFamily: boolean): NoteScope {
  const outcomes = derived.outcomes.filter(
    (each) => (name === undefined || each.name === name) && (!isFamily || each.unit === "family"),
  );
  const patterns = derived.patterns.filter((each) => name === undefined || each.name === name);
  if (outcomes.length + patterns.length > 0) return { outcomes, patterns };
  if (name !== undefined && isFamily && derived.outcomes.some((each) => each.name === name)) {
    throw new InputError(
      "unknown-outcome",
      `${name} is judged for each child, not for the family.`,
      "Give a child's identifier, without --family.",
    );
  }
  const known = [...derived.outcomes, ...derived.patterns].map((each) => each.name);
  const near = name === undefined ? null : nearestName(name, known);
  throw new InputError(
    "unknown-outcome",
    name === undefined
      ? `The study has no ${isFamily ? "outcome or pattern of families" : "outcomes"}.`
      : `There is no outcome or pattern named ${name} here.`,
    near === null ? `There are: ${known.join(", ")}.` : `Did you mean ${near}?`,
  );
}
