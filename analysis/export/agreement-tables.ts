import type { AgreementScreen, ItemAgreement } from "../agreement/agree-items.ts";
import { type AgreementMeasure, isRefusedMeasure } from "../agreement/agreement-measure.ts";
import type { ResultTable } from "./result-table.ts";
import { hundred, intervalColumns } from "./table-parts.ts";

const measureWords: Readonly<Partial<Record<AgreementMeasure["method"], string>>> = {
  "cohen-kappa": "Cohen’s kappa",
  "weighted-kappa": "Weighted kappa",
  "fleiss-kappa": "Fleiss’ kappa",
  "krippendorff-alpha": "Krippendorff’s alpha",
  "icc-2-1": "Intraclass correlation",
  "gwet-ac1": "Gwet’s AC1",
  "gwet-ac2": "Gwet’s AC2",
};

/** The tables of coders' agreement: plain agreement, then the measures beyond chance, lowest item first. */
export function agreementTables(title: string, screen: AgreementScreen): ResultTable[] {
  const subtitle = `${screen.results.length} items, ${screen.coders.length} coders; ${screen.overall.agreeing} of ${screen.overall.n} ratings alike`;
  const refusals = new Set<string>();
  const figures = (measure: AgreementMeasure | undefined, item: ItemAgreement) => {
    if (measure === undefined) return [null, null, null];
    if (isRefusedMeasure(measure)) {
      refusals.add(`${item.label}: ${measure.reason}`);
      return [null, null, null];
    }
    if (measure.intervalReason !== null) refusals.add(`${item.label}: ${measure.intervalReason}`);
    return [measure.estimate, measure.ciLow, measure.ciHigh];
  };
  const find = (item: ItemAgreement, method: AgreementMeasure["method"]) =>
    item.measures.find((each) => each.method === method);
  const plain = screen.results.map((item) => [
    item.label,
    item.n,
    item.nMissing,
    item.disagreements,
    ...figures(find(item, "percent-agreement"), item).map(hundred),
  ]);
  refusals.clear();
  const beyond = screen.results.map((item) => {
    const ac2 = item.scale === "nominal" ? undefined : find(item, "gwet-ac2");
    const gwet = ac2 !== undefined && !isRefusedMeasure(ac2) ? ac2 : find(item, "gwet-ac1");
    return [
      item.label,
      item.n,
      measureWords[item.headline] ?? item.headline,
      ...figures(find(item, item.headline), item),
      gwet === undefined ? null : (measureWords[gwet.method] ?? gwet.method),
      ...figures(gwet, item),
    ];
  });
  return [
    {
      title: `${title}: plain agreement`,
      subtitle,
      columns: [
        { header: "Item", format: "text" },
        { header: "Rated twice", format: "count" },
        { header: "Not rated twice", format: "count" },
        { header: "Not alike", format: "count" },
        { header: "Percentage alike", format: "percent" },
        ...intervalColumns,
      ],
      rows: plain,
      notes: ["Plain agreement does not allow for what chance alone would bring about."],
    },
    {
      title: `${title}: agreement beyond chance`,
      subtitle,
      columns: [
        { header: "Item", format: "text" },
        { header: "n", format: "count" },
        { header: "Measure", format: "text" },
        { header: "Value", format: "number" },
        { header: "95% from", format: "number" },
        { header: "95% to", format: "number" },
        { header: "Beside it", format: "text" },
        { header: "AC", format: "number" },
        { header: "AC, 95% from", format: "number" },
        { header: "AC, 95% to", format: "number" },
      ],
      rows: beyond,
      notes: [
        "Kappa and alpha fall when nearly all cases have one value, even where coders agree; Gwet’s AC falls less.",
        ...refusals,
      ],
    },
  ];
}
