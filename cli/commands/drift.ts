import type { Command } from "commander";
import type { DriftFinding } from "../../analysis/case-management/drift/drift-finding.ts";
import type { Drift } from "../../analysis/case-management/drift/find-drift.ts";
import { recordInWords } from "../../analysis/outcomes/trace.ts";
import { counted, percent } from "../../analysis/words/number-text.ts";
import { isoDate } from "../../data-dictionary/dates/day.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { Io } from "../io.ts";
import { type OpenStudy, openStudy } from "../support/load-study.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { notForRelease } from "../support/screen-note.ts";
import { styler } from "../support/style.ts";
import { textTable } from "../support/text-table.ts";
import { wrapText } from "../support/wrap-text.ts";

interface DriftOptions extends OutputOptions {
  readonly study?: string;
  readonly list?: boolean;
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .argument("[family]", "one family's list, to take to supervision")
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .option("--list", "every finding of every family, with identifiers: case-level")
    .addHelpText(
      "after",
      `
Looks through each chronology for signs that a case was left to run: a referral
with no answer, a long gap between assessments, a plan without change, conditions
broken without consequence, a case closed with problems persisting, repeated
return, proceedings late or never, social workers changed often. The thresholds are
settings in study.yaml, under drift. Families are counted, not findings.

A finding that rests on a date known only by month or year is "possible" where the
day decides. A sign in a chronology is a question for the team, not a verdict.

Examples:
  $ throughline drift
  $ throughline drift F009
  $ throughline drift --list --csv`,
    )
    .action(async (identifier: string | undefined, options: DriftOptions) => {
      const open = await openStudy(options, io);
      const { findDrift } = await import("../../analysis/case-management/drift/find-drift.ts");
      const drift = findDrift(open.derived.time, open.loaded.config.drift);
      const family = identifier === undefined ? null : familyNumber(open, identifier);
      const findings =
        family === null ? drift.findings : drift.findings.filter((each) => each.family === family);
      const caseLevel = family !== null || options.list === true;
      printOutput(
        {
          json: () => driftDocument(open, drift, caseLevel ? findings : null),
          csv: () => (caseLevel ? findingRows(open, findings) : summaryRows(drift)),
          text: () =>
            family !== null
              ? familyText(open, identifier as string, drift, findings, io)
              : options.list === true
                ? listText(open, drift, io)
                : `${summaryText(drift, io)}${notForRelease(open)}`,
        },
        options,
        io,
      );
    });
}

function familyNumber(open: OpenStudy, identifier: string): number {
  const { familyIds, childIds } = open.derived.time;
  const family = familyIds.indexOf(identifier);
  if (family >= 0) return family;
  // An identifier is never echoed: not even one that was typed.
  throw new InputError(
    "no-such-record",
    "No family of the study has that identifier.",
    childIds.includes(identifier)
      ? "It is a child's: give the family's, from the table of children."
      : "Identifiers are written as in the data, capitals included.",
  );
}

function driftDocument(
  open: OpenStudy,
  drift: Drift,
  findings: readonly DriftFinding[] | null,
): { readonly schema: string } & Record<string, unknown> {
  const { familyIds, childIds } = open.derived.time;
  const { unit, n, settings, answersBy, summary, indicatorsPerFamily } = drift;
  return {
    schema: "throughline/drift/v1",
    unit,
    n,
    settings,
    answersBy,
    indicators: summary,
    indicatorsPerFamily,
    ...(findings === null
      ? {}
      : {
          findings: findings.map((finding) => ({
            indicator: finding.indicator,
            family: familyIds[finding.family] ?? null,
            child: finding.child === null ? null : (childIds[finding.child] ?? null),
            date: isoDate(finding.day),
            earliest: isoDate(finding.earliest),
            latest: isoDate(finding.latest),
            certainty: finding.certainty,
            amount: finding.amount,
            words: finding.words,
            practice: practiceOf(drift, finding.indicator),
            records: finding.records.map((record) => {
              const { file, row, page } = recordInWords(open.derived, record);
              return { file, row, page };
            }),
          })),
        }),
  };
}

const practiceOf = (drift: Drift, name: string): string =>
  drift.summary.find((each) => each.name === name)?.practice ?? "";

type Rows = readonly (readonly (string | number | null)[])[];

const summaryRows = (drift: Drift): Rows => [
  ["indicator", "label", "families", "possible_families", "of_families", "findings", "not_seen"],
  ...drift.summary.map((each) => [
    each.name,
    each.label,
    each.families,
    each.possibleFamilies,
    drift.n,
    each.findings,
    each.notSeen,
  ]),
];

function findingRows(open: OpenStudy, findings: readonly DriftFinding[]): Rows {
  const { familyIds, childIds } = open.derived.time;
  return [
    [
      "family",
      "child",
      "indicator",
      "date",
      "earliest",
      "latest",
      "certainty",
      "finding",
      "records",
    ],
    ...findings.map((finding) => [
      familyIds[finding.family] ?? null,
      finding.child === null ? null : (childIds[finding.child] ?? null),
      finding.indicator,
      isoDate(finding.day),
      isoDate(finding.earliest),
      isoDate(finding.latest),
      finding.certainty,
      finding.words,
      finding.records
        .map((record) => recordInWords(open.derived, record))
        .map(({ file, row }) => `${file}:${row}`)
        .join(" "),
    ]),
  ];
}

function summaryText(drift: Drift, io: Io): string {
  const paint = styler(io);
  const noun = drift.unit === "family" ? ["family", "families"] : ["child", "children"];
  const possible = drift.summary.some((each) => (each.possibleFamilies ?? 0) > 0);
  const rows = drift.summary.map((each) => [
    each.label,
    each.families === null ? "–" : String(each.families),
    each.families === null ? "–" : percent(each.families / drift.n, drift.n),
    ...(possible ? [each.possibleFamilies === null ? "–" : String(each.possibleFamilies)] : []),
    each.findings === null ? "–" : String(each.findings),
  ]);
  const unseen = drift.summary.filter((each) => each.notSeen !== null);
  const most = drift.indicatorsPerFamily;
  const several = most.slice(4).reduce((sum, families) => sum + families, 0);
  return [
    `${paint("bold", `Signs of drift (${counted(drift.n, noun[0] as string, noun[1] as string)})`)}\n`,
    textTable(
      [
        { header: "" },
        { header: noun[1] as string, align: "right" },
        { header: "%", align: "right" },
        ...(possible ? [{ header: "possible", align: "right" as const }] : []),
        { header: "findings", align: "right" },
      ],
      rows,
      io.width,
    ),
    possible ? "Possible: whether it holds depends on a date known only by month or year.\n" : "",
    ...unseen.map((each) => `${each.label}: cannot be seen, because ${each.notSeen}.\n`),
    `\n${counted(most[0] ?? 0, `${noun[0]} shows`, `${noun[1]} show`)} none of these, ${several} show four or more.\n`,
    drift.answersBy === "link"
      ? "Answers are those the study links to what they answer.\n"
      : "The study links no answers: any answering event in time counts as one.\n",
    "\nWhat each sign is:\n",
    ...drift.summary
      .filter((each) => each.notSeen === null)
      .flatMap((each) => wrapText(`${each.label}. ${each.meaning}`, 2, io.width, 4))
      .map((line) => `${line}\n`),
  ].join("");
}

/** One family's list: by date, with the practice each kind points at underneath. */
function familyText(
  open: OpenStudy,
  identifier: string,
  drift: Drift,
  findings: readonly DriftFinding[],
  io: Io,
): string {
  const paint = styler(io);
  const children = open.derived.time.families.of.filter(
    (family) => family === open.derived.time.familyIds.indexOf(identifier),
  ).length;
  const lines = [
    paint("bold", `Family ${identifier}: signs of drift, for supervision`),
    `${counted(children, "child", "children")} in the study. Each is a question for the team, not a verdict.`,
  ];
  if (findings.length === 0) lines.push("", "Nothing was found in the period looked at.");
  for (const finding of byDate(findings)) lines.push("", ...findingLines(open, finding, io));
  const kinds = drift.summary.filter((each) => findings.some((f) => f.indicator === each.name));
  if (kinds.length > 0) {
    lines.push("", paint("bold", "Questions for practice"));
    for (const each of kinds)
      lines.push(...wrapText(`□ ${each.label}: ${each.practice}`, 2, io.width, 4));
  }
  return `${lines.join("\n")}\n${caseNote(open)}`;
}

function findingLines(open: OpenStudy, finding: DriftFinding, io: Io): string[] {
  const paint = styler(io);
  const possible =
    finding.certainty === "possible" ? paint("yellow", " (possible: a date is partial)") : "";
  const { childIds } = open.derived.time;
  const child = finding.child === null ? "" : `, child ${childIds[finding.child] ?? ""}`;
  return [
    ...wrapText(`${dateText(finding)}  ${finding.words}${child}${possible}`, 0, io.width, 12),
    ...finding.records
      .map((record) => recordInWords(open.derived, record))
      .flatMap((record) =>
        wrapText(
          `${record.words}  [${record.file}:${record.row}${record.page === null ? "" : `, p. ${record.page}`}]`,
          12,
          io.width,
          14,
        ),
      ),
  ];
}

/** A day, or the month or year a partial date stands for. */
function dateText({ day, earliest, latest }: DriftFinding): string {
  if (earliest === latest) return isoDate(day);
  return latest - earliest < 32
    ? `~${isoDate(day).slice(0, 7)}  `
    : `~${isoDate(day).slice(0, 4)}     `;
}

function listText(open: OpenStudy, drift: Drift, io: Io): string {
  const { familyIds } = open.derived.time;
  const rows = byFamily(drift.findings).map((finding) => [
    familyIds[finding.family] ?? "",
    dateText(finding).trim(),
    `${finding.words}${finding.certainty === "possible" ? " (possible)" : ""}`,
  ]);
  return `${textTable([{ header: "family" }, { header: "date" }, { header: "finding" }], rows, io.width)}${caseNote(open)}`;
}

const byDate = (findings: readonly DriftFinding[]): DriftFinding[] =>
  [...findings].sort((a, b) => a.day - b.day);

const byFamily = (findings: readonly DriftFinding[]): DriftFinding[] =>
  [...findings].sort((a, b) => a.family - b.family || a.day - b.day);

const caseNote = (open: OpenStudy): string =>
  `\n${open.loaded.config.synthetic ? "SYNTHETIC data. " : ""}Case-level: for your own screen, never for a log or a release.\n`;
