import { sensitivityGrid } from "../../figures/sensitivity-grid.ts";
import type { Sensitivity } from "../../outcomes/sensitivity.ts";
import { percent } from "../../words/number-text.ts";
import { nounFor, nounOf, quantity } from "../findings/nouns.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { RuleSummary, RulesDocument } from "../results/rules-summary.ts";
import type { SectionContext } from "./section-context.ts";

/** One rule: what it says in plain words, its version and thresholds, and how much they decide. */
export function ruleBlocks(context: SectionContext, place: number): Block[] {
  const { results } = context;
  const at = (...steps: (string | number)[]): string =>
    pathTo("rules.json", "rules", place, ...steps);
  const rule = results.at(at()) as RuleSummary;
  const count = (...steps: (string | number)[]) => bind(results, "count", at(...steps));
  const decided = rule.rows.length > 0;
  return [
    {
      kind: "text",
      sentences: [
        say`Version ${count("version")}, tried on ${count("tests")} invented ${[rule.tests === 1 ? nounOf(rule.unit).one : nounOf(rule.unit).many]}.`,
        decided
          ? say`The first line that holds gives the answer.`
          : rule.method === "two-phase"
            ? say`Each period of a case is rated, and the ratings are taken together before and after the boundary.`
            : say`Each period of a case is rated, and the single switch is looked for that fits the ratings best.`,
      ],
    },
    ...(decided
      ? [
          {
            kind: "list" as const,
            look: "steps" as const,
            items: rule.rows.map(
              (_, row): Sentence =>
                say`${bind(results, "label", at("rows", row, "because"))}: ${bind(results, "quoted", at("rows", row, "label"))} (${quantity(results, at("rows", row, "decided"), rule.unit)}).`,
            ),
          },
        ]
      : []),
    { kind: "text", sentences: sensitivityWords(context, rule, at) },
    ...gridBlock(context, rule),
    {
      kind: "table",
      table: {
        caption: `${rule.label}: counts, and how far other thresholds move them (${nounOf(rule.unit).many})`,
        columns: [
          { header: "" },
          { header: "Count", align: "right" },
          { header: "%", align: "right" },
          ...(rule.sensitivity === null
            ? []
            : [
                { header: "Least", align: "right" as const },
                { header: "Most", align: "right" as const },
              ]),
        ],
        rows: rule.values
          .filter((value) => value.count > 0 || (value.most ?? 0) > 0)
          .map((value) => [
            value.label,
            value.count,
            percent(value.share, value.n),
            ...(rule.sensitivity === null ? [] : [value.least, value.most]),
          ]),
      },
    },
    ...(Object.keys(rule.parameters).length === 0
      ? []
      : [
          {
            kind: "table" as const,
            folded: "Thresholds",
            table: {
              caption: `Thresholds of ${rule.label}, as in ${rule.file}`,
              columns: [{ header: "Threshold" }, { header: "Value", align: "right" as const }],
              rows: Object.entries(rule.parameters).map(([name, value]) => [
                name.replaceAll("_", " "),
                String(value),
              ]),
            },
          },
        ]),
  ];
}

/** Beyond so many settings a grid is no picture any more. */
const mostBars = 60;

function gridBlock({ results, document }: SectionContext, rule: RuleSummary): Block[] {
  const grid = results.find(pathTo(`sensitivity-${rule.name}.json`)) as unknown as
    | Sensitivity
    | undefined;
  if (grid === undefined || grid.points.length < 2 || grid.points.length > mostBars) return [];
  return [
    {
      kind: "figure",
      figure: drawn(document, (options) =>
        sensitivityGrid({ ...grid, unit: rule.unit }, { ...options, ordered: rule.ordered }),
      ),
    },
  ];
}

function sensitivityWords(
  context: SectionContext,
  rule: RuleSummary,
  at: (...steps: (string | number)[]) => string,
): Sentence[] {
  const { results } = context;
  if (rule.sensitivity === null) {
    return rule.withoutSensitivity === null
      ? []
      : [
          say`How much the thresholds decide is not known: ${bind(results, "label", at("withoutSensitivity"))}`,
        ];
  }
  const most = bind(results, "count", at("sensitivity", "mostMoved"));
  const settings = bind(results, "count", at("sensitivity", "settings"));
  const [first] = rule.sensitivity.byParameter;
  return rule.sensitivity.mostMoved === 0
    ? [say`${settings} settings of the thresholds were tried. None moves anybody.`]
    : [
        say`${settings} settings of the thresholds were tried. At most ${most} ${[nounFor(rule.unit, most.value)]} ${[most.value === 1 ? "moves" : "move"]}.`,
        ...(first === undefined || first.moved === 0
          ? []
          : [
              say`The threshold that matters most by itself is ${bind(results, "name", at("sensitivity", "byParameter", 0, "parameter"))}.`,
            ]),
      ];
}

/** The rules of a study. */
export const rulesOf = (context: SectionContext): readonly RuleSummary[] =>
  (context.results.at(pathTo("rules.json")) as RulesDocument).rules;
