import { InputError } from "../../data-dictionary/input-error.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import type { DerivedStudy } from "../outcomes/derive-study.ts";
import { type CountTable, countTable } from "./count-table.ts";
import { lastingVariable, withLasting } from "./lasting-table.ts";
import {
  cannotBeFitted,
  type ImpliedSpec,
  type ImpliedTable,
  impliedTable,
  type PreparedModel,
  prepareAdjusted,
  prepareModel,
} from "./model-output.ts";
import { type NumericOutput, numericOutput } from "./numeric-output.ts";
import { type Part, partsOf } from "./plan-parts.ts";
import type { Profile } from "./profile.ts";
import { sensitiveVariables } from "./sensitive-variables.ts";
import { type TreeSpec, type TreeTable, treeTable } from "./tree-table.ts";

/** What defines a table or tree, without its counts: enough to count it again. */
export interface TableSpec {
  readonly unit: "child" | "family";
  readonly variables: readonly string[];
  /** A table that a model implies. */
  readonly implied?: ImpliedSpec;
  /** A tree: its outcome is the first of the variables. */
  readonly tree?: TreeSpec;
}

/** What becomes of one output of the plan. */
export interface OutputStatus {
  readonly id: string;
  readonly title: string;
  readonly kind: "table" | "numbers" | "tree" | "model" | "adjusted" | "unknown";
  readonly status: "released" | "review" | "withheld";
  readonly reason: string;
  readonly unit: string;
  readonly variables: readonly string[];
}

/** A study's plan as counts, before any is hidden. Private. */
export interface CountedPlan {
  readonly tables: readonly CountTable[];
  readonly trees: readonly TreeTable[];
  readonly implied: readonly ImpliedTable[];
  readonly numbers: readonly NumericOutput[];
  readonly outputs: readonly OutputStatus[];
  /** How to count everything again that a reader of this release knows. */
  readonly specs: readonly TableSpec[];
  readonly prepared: readonly {
    readonly model: PreparedModel;
    readonly tables: readonly ImpliedTable[];
  }[];
  /** What earlier releases printed, counted on these data. */
  readonly before: {
    readonly tables: readonly CountTable[];
    readonly trees: readonly TreeTable[];
    readonly implied: readonly ImpliedTable[];
  };
  readonly sensitive: readonly string[];
  readonly dataOf: (unit: string) => Dataset;
}

/** A specification in words, so that the same is counted once. */
export const specKey = ({ unit, variables, implied, tree }: TableSpec): string =>
  tree === undefined && implied === undefined
    ? `${unit}:${[...variables].sort().join()}`
    : JSON.stringify([unit, variables, implied, tree]);

/**
 * Counts each part of a study's plan that a release knows how to protect, and says of the others why they are left
 * out.
 *
 * @param options.earlier - Tables of earlier releases, to be counted again.
 */
export function countPlan(
  derived: DerivedStudy,
  options: {
    readonly profile: Profile;
    readonly version: number;
    readonly earlier: readonly TableSpec[];
  },
): CountedPlan {
  const { profile, version, earlier } = options;
  const { config } = derived.study;
  const outputs: OutputStatus[] = [];
  const tables: CountTable[] = [];
  const trees: TreeTable[] = [];
  const implied: ImpliedTable[] = [];
  const numbers: NumericOutput[] = [];
  const specs: TableSpec[] = [];
  const prepared: { readonly model: PreparedModel; readonly tables: readonly ImpliedTable[] }[] =
    [];
  const lasting = lastingVariable(derived.children, config.followUp?.years ?? 5, profile.threshold);
  const own = sensitiveVariables(derived);
  const sensitive = lasting === null ? own : [...own, lasting].sort();
  const children = withLasting(derived.children, [
    ...(lasting === null ? [] : [lasting]),
    ...earlier.flatMap((spec) => spec.variables),
  ]);
  const dataOf = (unit: string): Dataset => (unit === "family" ? derived.families : children);
  const described = (unit: string, id: string, title: string) => ({
    id,
    title,
    population: `${unit === "family" ? "families" : "children"}, data version ${version}`,
    sensitive,
    threshold: profile.threshold,
  });
  /** Counts a specification, unless the same has been counted: then nothing is left to do. */
  const once = <Counted>(spec: TableSpec, count: () => Counted): Counted | null => {
    if (specs.some((each) => specKey(each) === specKey(spec))) return null;
    specs.push(spec);
    return count();
  };
  const report = (part: Part, id: string, status: OutputStatus["status"], reason = ""): void => {
    const { title, kind, unit, variables } = part;
    outputs.push({ id, title, kind, status, reason, unit, variables });
  };
  const idOf = (kind: string, list: readonly unknown[]): string =>
    `${kind}-${String(list.length + 1).padStart(2, "0")}`;
  const refuse = (part: Part, status: "review" | "withheld", reason: string): void =>
    report(part, `${part.kind}-left-out-${outputs.length + 1}`, status, reason);
  const addModel = (
    part: Part,
    prepare: () => PreparedModel | { readonly refused: string },
    id: string,
  ): void => {
    const model = orRefused(prepare);
    if ("refused" in model) {
      refuse(part, "review", model.refused);
      return;
    }
    const own = model.implied.map((each, index) => {
      const { variable, outcome } = each;
      specs.push({ unit: part.unit, variables: [variable, outcome], implied: each });
      return impliedTable(dataOf(part.unit), each, described(part.unit, `${id}-${index + 1}`, ""));
    });
    implied.push(...own);
    prepared.push({ model, tables: own });
    report(part, id, "released");
  };
  const asked = config.plan.flatMap((item) => partsOf(item, config.columns.authority));
  // Who reports breakdown reports its curve, too.
  if (lasting !== null && asked.some(isBreakdown)) {
    const title = "How long the index returns lasted";
    asked.push({ kind: "table", unit: "child", title, variables: [lasting] });
  }
  for (const part of asked) {
    const data = dataOf(part.unit);
    if (part.kind === "unknown") refuse(part, "withheld", part.reason);
    else if (part.kind === "table") {
      const kinds = part.variables.map((name) => columnOf(data, name).kind);
      const [first] = part.variables as [string, ...string[]];
      if (kinds.some((kind) => kind === "text" || kind === "date")) {
        refuse(part, "withheld", "Texts, identifiers and exact dates are never released.");
      } else if (part.variables.length > 3) {
        refuse(part, "withheld", "A table for release has at most three variables.");
      } else if (kinds.every((kind) => kind === "categorical")) {
        const id = idOf("table", tables);
        const table = once({ unit: part.unit, variables: part.variables }, () =>
          countTable(data, { ...described(part.unit, id, part.title), variables: part.variables }),
        );
        if (table === null) continue;
        tables.push(table);
        report(part, id, "released");
      } else if (part.variables.length === 1) {
        const summary = numericOutput(data, first, profile, version, numbers.length + 1);
        if (typeof summary === "string") refuse(part, "withheld", summary);
        else {
          numbers.push(summary);
          outputs.push({
            id: summary.id,
            title: summary.label,
            kind: "numbers",
            status: "released",
            reason: "",
            unit: part.unit,
            variables: part.variables,
          });
        }
      } else
        refuse(part, "withheld", "A number in a table must be banded first (bands in study.yaml).");
    } else if (part.kind === "tree") {
      const spec: TreeSpec = {
        with: part.with.map((name) => bandOf(config.bands, name, part.cuts) ?? name),
        cuts: part.cuts,
        minParent: profile.treeParent * profile.threshold,
        minChild: profile.treeChild * profile.threshold,
        minFamilies: Math.max(5, profile.minimumFamilies),
      };
      const id = idOf("tree", trees);
      const tree = once({ unit: part.unit, variables: [part.outcome], tree: spec }, () =>
        treeTable(data, part.outcome, spec, described(part.unit, id, part.title)),
      );
      if (tree === null) continue;
      trees.push(tree);
      report(
        part,
        id,
        "released",
        `Grown again with at least ${spec.minParent} in a node that is split and ${spec.minChild} in each part.`,
      );
    } else if (part.kind === "model") {
      const { authority } = config.columns;
      if (
        profile.letterAuthorities &&
        config.release?.authorities !== "names" &&
        part.with.includes(authority) &&
        part.reference?.[authority] === undefined
      ) {
        refuse(part, "review", firstAuthority);
        continue;
      }
      const id = idOf("model", prepared);
      addModel(part, () => prepareModel(data, part, { id, title: part.title }, profile), id);
    } else {
      const id = idOf("adjusted", prepared);
      addModel(part, () => prepareAdjusted(data, part, { id, title: part.title }, profile), id);
    }
  }
  const before: CountTable[] = [];
  const treesBefore: TreeTable[] = [];
  const impliedBefore: ImpliedTable[] = [];
  earlier.forEach((spec, index) => {
    const own = described(spec.unit, `earlier-${index + 1}`, "Released earlier");
    const data = dataOf(spec.unit);
    once(spec, () => {
      if (spec.tree !== undefined) {
        treesBefore.push(treeTable(data, spec.variables[0] as string, spec.tree, own));
      } else if (spec.implied !== undefined) {
        impliedBefore.push(impliedTable(data, spec.implied, own));
      } else before.push(countTable(data, { ...own, variables: spec.variables }));
      return true;
    });
  });
  return {
    tables,
    trees,
    implied,
    numbers,
    outputs,
    specs,
    prepared,
    before: { tables: before, trees: treesBefore, implied: impliedBefore },
    sensitive,
    dataOf,
  };
}

const firstAuthority =
  "Say in the plan against which authority the others are set (reference): by default it is the first by name, which would tell what its letter stands for.";

const isBreakdown = ({ kind, unit, variables }: Part): boolean =>
  kind === "table" &&
  unit === "child" &&
  variables.length === 1 &&
  /^breakdown_\d+y$/.test(variables[0] as string);

/** What the data cannot bear is a reason, not the end of the release. */
function orRefused<Made>(make: () => Made): Made | { readonly refused: string } {
  try {
    return make();
  } catch (error) {
    if (error instanceof InputError) return { refused: cannotBeFitted };
    throw error;
  }
}

/** The bands a number is put into in this study's tables, unless the plan has its own cut points. */
function bandOf(
  bands: DerivedStudy["study"]["config"]["bands"],
  variable: string,
  cuts: Readonly<Record<string, readonly number[]>>,
): string | null {
  if (cuts[variable] !== undefined) return null;
  return Object.entries(bands).find(([, { of }]) => of === variable)?.[0] ?? null;
}
