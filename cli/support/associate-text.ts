import type { Association, AssociationScreen } from "../../analysis/association/association.ts";
import type { EffectResult } from "../../analysis/association/effect-sizes.ts";
import { cutShort } from "../../analysis/association/effect-sizes.ts";
import type { StratifiedAssociation } from "../../analysis/association/stratify.ts";
import { isRefused, type TestResult } from "../../analysis/association/test-result.ts";
import { fixed, pText } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { associateApa } from "./associate-apa.ts";
import { associateTables } from "./associate-tables-text.ts";
import { effectNumber, effectText } from "./effect-text.ts";
import { longMethod, shortMethod } from "./method-words.ts";
import { styler } from "./style.ts";
import { textTable } from "./text-table.ts";
import { wrapped } from "./wrap-text.ts";

export interface AssociateTextOptions {
  readonly all?: boolean | undefined;
  readonly table?: boolean | undefined;
  readonly apa?: boolean | undefined;
  readonly paired?: boolean | undefined;
}

/** One screen of associations: a row a predictor, why each test was chosen, and what was asked for beside. */
export function associateText(
  screen: AssociationScreen,
  group: string | null,
  options: AssociateTextOptions,
  io: Io,
): string {
  const paint = styler(io);
  const what = options.paired ? "Before and after" : "What goes with";
  const title = `${what}: ${screen.label}${group === null ? "" : ` (${group})`}`;
  const families = screen.results.some((result) => result.families !== null);
  const head = textTable(
    [
      { header: options.paired ? "Before" : "Predictor" },
      { header: "n", align: "right" },
      { header: "Test" },
      { header: "Effect [95%]", align: "right" },
      { header: "p", align: "right" },
      ...(families ? [{ header: "plain p", align: "right" as const }] : []),
      { header: "Holm p", align: "right" },
    ],
    screen.results.map((result) => [
      result.predictor,
      fixed(result.n, 0),
      shortMethod(result.headline),
      effectText(result.effects[0]),
      pText(result.pValue),
      ...(families ? [pText(result.naivePValue)] : []),
      pText(result.holmPValue),
    ]),
    io.width,
  );
  const extra = screen.results
    .map(
      (result) =>
        `${options.all ? everything(result, io) : ""}${options.table ? associateTables(result, options.all === true, io) : ""}`,
    )
    .join("");
  const apa = options.apa ? `\n${associateApa(screen)}` : "";
  return `${paint("bold", title)}\n${head}${notes(screen, families, io)}${apa}${extra}`;
}

/** Why each test was chosen, how many tests there are, and how alike brothers and sisters are. */
function notes(screen: AssociationScreen, families: boolean, io: Io): string {
  const byReason = new Map<string, string[]>();
  for (const result of screen.results) {
    const same = byReason.get(result.reason);
    if (same === undefined) byReason.set(result.reason, [result.predictor]);
    else same.push(result.predictor);
  }
  const one = byReason.size === 1;
  const reasons = [...byReason].map(([reason, names]) =>
    one ? `${reason}.` : `${names.join(", ")}: ${reason}.`,
  );
  const missing = screen.results.filter((result) => result.nMissing > 0);
  const even = screen.results.filter(({ effects: [first] }) => {
    return first !== undefined && "note" in first && first.note === cutShort;
  });
  const lines = [
    ...reasons.map((line) => line.replace(/\.\.$/, ".")),
    ...(missing.length === 0
      ? []
      : [
          `Left out as not known: ${missing.map((each) => `${each.predictor} ${fixed(each.nMissing, 0)}`).join(", ")}.`,
        ]),
    ...(even.length === 0
      ? []
      : [`Cut short: ${even.map((each) => each.predictor).join(", ")}. ${cutShort}`]),
    `${screen.tests} test${screen.tests === 1 ? "" : "s"}; chance alone would give ${fixed(screen.expectedByChance, 1)} below .05.${families ? ` Seed ${screen.seed}, ${screen.replications.toLocaleString("en-GB")} permutations.` : ""}`,
    ...(screen.intraclass === null ? [] : [familiesLine(screen, screen.intraclass)]),
  ];
  return lines.map((line) => wrapped(line, Math.min(io.width, 80))).join("");
}

function familiesLine(
  screen: AssociationScreen,
  likeness: NonNullable<AssociationScreen["intraclass"]>,
): string {
  if (!("estimate" in likeness))
    return `No likeness of brothers and sisters is given. ${likeness.reason}`;
  const rows = screen.unit === "child" ? "children" : "rows";
  return `${fixed(likeness.n, 0)} ${rows} in ${fixed(likeness.families, 0)} families; likeness of brothers and sisters in the outcome (intraclass correlation) ${fixed(likeness.estimate, 2)}. p and intervals respect families; plain p does not.`;
}

/** Every test and effect of one predictor. */
function everything(result: Association, io: Io): string {
  const paint = styler(io);
  const families = result.families !== null;
  const tests = textTable(
    [
      { header: "Test" },
      { header: "Statistic", align: "right" },
      { header: "df", align: "right" },
      { header: "p", align: "right" },
      ...(families ? [{ header: "Families" }] : []),
    ],
    result.tests.map((test) => testRow(test, result)),
    io.width,
  );
  const effects =
    result.effects.length === 0
      ? ""
      : `\n${textTable(
          [
            { header: "Effect" },
            { header: "Estimate", align: "right" },
            { header: families ? "95% plain" : "95%", align: "right" },
            ...(families ? [{ header: "95% families", align: "right" as const }] : []),
          ],
          result.effects.map((effect) =>
            effectRow(effect, (result.table?.rows.length ?? 0) > 2).slice(0, families ? 4 : 3),
          ),
          io.width,
        )}`;
  const refused = [...result.tests, ...result.effects].flatMap((each) =>
    "refused" in each ? [wrapped(`${longMethod(each.method)}: ${each.reason}`, io.width)] : [],
  );
  const compared = result.effects.find((effect) => effect.against !== undefined);
  const note =
    compared === undefined
      ? ""
      : wrapped(
          `${"note" in compared && /^Share/.test(compared.note ?? "") ? `${compared.note?.replace(/\.$/, "")}; effects of two levels are against ${compared.against}.` : `Effects of two groups: ${compared.group} against ${compared.against}.`}`,
          io.width,
        );
  const levels = result.groups?.map((group) => group.label) ?? [];
  const pairs =
    result.pairs.length === 0
      ? ""
      : `\n${textTable(
          [
            { header: "Dunn" },
            { header: "z", align: "right" },
            { header: "p", align: "right" },
            { header: "Holm p", align: "right" },
          ],
          result.pairs.map((pair) => [
            `${levels[pair.groups[0]] ?? pair.groups[0]} – ${levels[pair.groups[1]] ?? pair.groups[1]}`,
            fixed(pair.statistic, 2),
            pText(pair.pValue),
            pText(pair.holmPValue),
          ]),
          io.width,
        )}`;
  const design =
    result.designEffect === null ? "" : `Design effect ${fixed(result.designEffect, 2)}.\n`;
  return `\n${paint("bold", result.label)}\n${tests}${effects}${note}${pairs}${design}${[...new Set(refused)].join("")}`;
}

function testRow(test: TestResult, result: Association): string[] {
  const name = `${longMethod(test.method)}${test.method === result.headline ? " *" : ""}`;
  if (isRefused(test)) return [name, "–", "–", "refused", ""];
  const df = [test.df, test.df2].filter((each) => each !== undefined);
  return [
    name,
    test.statistic === undefined ? "–" : fixed(test.statistic, 3),
    df.length === 0
      ? "–"
      : df.map((each) => fixed(each as number, Number.isInteger(each) ? 0 : 1)).join(", "),
    pText(test.pValue),
    test.respectsFamilies ? "kept whole" : "",
  ];
}

function effectRow(effect: EffectResult, several: boolean): string[] {
  const name = `${longMethod(effect.method)}${several && effect.group !== undefined ? `: ${effect.group}` : ""}`;
  if ("refused" in effect) return [name, "refused", "", ""];
  const interval = (low: number | undefined, high: number | undefined): string =>
    low === undefined || high === undefined
      ? "–"
      : `${effectNumber(effect.method, low)} to ${effectNumber(effect.method, high)}`;
  return [
    name,
    effectNumber(effect.method, effect.estimate),
    interval(effect.ciLow, effect.ciHigh),
    interval(effect.familyCiLow, effect.familyCiHigh),
  ];
}

/** The associations with a third variable held fixed, and whether its strata agree. */
export function stratifiedText(
  results: readonly StratifiedAssociation[],
  by: string,
  options: AssociateTextOptions,
  io: Io,
): string {
  const paint = styler(io);
  const table = textTable(
    [
      { header: "Predictor" },
      { header: "n", align: "right" },
      { header: "Test" },
      { header: "Effect [95%]", align: "right" },
      { header: "p", align: "right" },
      { header: "Alike?" },
      { header: "p", align: "right" },
    ],
    results.map((result) => [
      result.predictor,
      fixed(result.n, 0),
      result.pValue === null ? "–" : shortMethod(result.headline),
      effectText(result.effects[0]),
      pText(result.pValue),
      result.homogeneity.pValue === null ? "–" : shortMethod(result.homogeneity.headline),
      pText(result.homogeneity.pValue),
    ]),
    io.width,
  );
  const lines = [
    ...new Set(
      results.flatMap((result) => [
        `${result.predictor}: ${result.reason}.`,
        ...(result.homogeneity.reason === result.reason
          ? []
          : [`Strata alike: ${result.homogeneity.reason}.`]),
      ]),
    ),
  ];
  const all = options.all
    ? results
        .map(
          (result) =>
            `\n${textTable(
              [
                { header: result.label },
                { header: "Statistic", align: "right" },
                { header: "df", align: "right" },
                { header: "p", align: "right" },
              ],
              [...result.tests, ...result.homogeneity.tests].map((test) => {
                if (isRefused(test)) return [longMethod(test.method), "–", "–", "refused"];
                const df = [test.df, test.df2].filter((each) => each !== undefined);
                return [
                  longMethod(test.method),
                  test.statistic === undefined ? "–" : fixed(test.statistic, 3),
                  df.length === 0 ? "–" : df.map((each) => fixed(each as number, 0)).join(", "),
                  pText(test.pValue),
                ];
              }),
              io.width,
            )}`,
        )
        .join("")
    : "";
  return `\n${paint("bold", `With ${by} held fixed`)}\n${table}${lines
    .map((line) => wrapped(line.replace(/\.\.$/, "."), Math.min(io.width, 80)))
    .join("")}${all}`;
}
