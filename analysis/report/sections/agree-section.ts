import type { AgreementScreen, ItemAgreement } from "../../agreement/agree-items.ts";
import { type AgreementMeasure, isRefusedMeasure } from "../../agreement/agreement-measure.ts";
import { agreementByItem } from "../../figures/agreement-by-item.ts";
import { fixed } from "../../words/number-text.ts";
import { bind, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** How far coders agreed, working apart: share of agreement, and measures that allow for chance. */
export function agreeBlocks(context: SectionContext, file: string): Block[] {
  const { results } = context;
  const screen = results.at(pathTo(file)) as unknown as AgreementScreen;
  const at = (...steps: (string | number)[]): string => pathTo(file, ...steps);
  const [lowest] = screen.results;
  if (lowest === undefined) {
    return [
      { kind: "text", sentences: [say`No case was coded twice, so agreement is not known.`] },
    ];
  }
  return [
    {
      kind: "text",
      sentences: [
        say`Of ${bind(results, "count", at("overall", "n"))} judgements made twice or more, coders working apart agreed on ${bind(results, "count", at("overall", "agreeing"))}.`,
        say`They agreed least on ${bind(results, "quoted", at("results", 0, "label"))}: they differed on ${bind(results, "count", at("results", 0, "disagreements"))} of ${bind(results, "count", at("results", 0, "n"))}.`,
        say`Kappa can be low where one answer is rare, although coders agree; read it beside AC and the share.`,
      ],
    },
    {
      kind: "figure",
      figure: drawn(context.document, (options) => agreementByItem(screen, options)),
    },
    {
      kind: "table",
      folded: "Every measure of agreement",
      table: {
        caption:
          "Agreement by item, the lowest first; intervals respect families where there are any",
        columns: [
          { header: "" },
          { header: "n", align: "right" },
          { header: "Agree", align: "right" },
          { header: "κ", align: "right" },
          { header: "AC", align: "right" },
          { header: "α", align: "right" },
        ],
        rows: screen.results.map((item) => [
          item.label,
          item.n,
          shareText(item),
          measureText(item, ["cohen-kappa", "fleiss-kappa"]),
          measureText(item, ["gwet-ac1", "gwet-ac2"]),
          measureText(item, ["krippendorff-alpha"]),
        ]),
      },
    },
  ];
}

function shareText(item: ItemAgreement): string {
  const share = item.measures.find((measure) => measure.method === "percent-agreement");
  return share === undefined || isRefusedMeasure(share)
    ? "–"
    : `${fixed(share.estimate * 100, 0)}%`;
}

/** The first of some measures that could be computed, with its interval. */
function measureText(item: ItemAgreement, methods: readonly AgreementMeasure["method"][]): string {
  for (const method of methods) {
    const found = item.measures.find(
      (measure) => measure.method === method && !isRefusedMeasure(measure),
    );
    if (found === undefined || isRefusedMeasure(found)) continue;
    return found.ciLow === null || found.ciHigh === null
      ? bare(found.estimate)
      : `${bare(found.estimate)} [${bare(found.ciLow)}, ${bare(found.ciHigh)}]`;
  }
  return "–";
}

/** No nought before the point: these cannot pass 1. */
const bare = (value: number): string => fixed(value, 2).replace(/^(−?)0\./, "$1.");
